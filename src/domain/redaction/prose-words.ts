/** Words that stand after a scheme word such as `OAuth` in sentences and are no credentials. Frozen, as ids depend on them. */
export const PROSE_WORDS: ReadonlySet<string> = new Set(
  `access account accounts added alone also an and api app application applications are as at attempt auth
  authenticated authentication authenticator authorisation authorization authorized available backend based because
  been but by callback can cannot certificate challenge changed check claim claims client clients config
  configuration configured connection consent cookie created credential credentials decoding deleted denied details
  did disabled does edition enabled endpoint enforced error errors expired expires expiry failed failure features
  field fields flow for format found from functionality generated grant granted group had has have header headers if
  in info information integration invalid is issuance issued issuer it level license log-in login logins logon logout
  malformed may method methods missing mode monitoring must name network networking no not of off on operation
  operations option options or package parameters parsing password payload permission permissions plan policy profile
  properties provider providers realm received redirect refresh refused rejected removed renewed request requests
  required response revoked role roles rotated rule rules saved schema scheme schemes scope scopes selected sent
  server service services session sessions set settings setup should sign sign-in sign-on signature signing sso state
  subscription succeeded successful support supported that the then this tier timeout to token tokens training type
  types understanding update updated usage use used user username users using validation verification verified
  version via was were when where which while will with without`.split(/\s+/),
);
