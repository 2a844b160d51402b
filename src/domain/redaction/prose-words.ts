/** Words that stand after a scheme word such as `OAuth` in sentences and are no credentials. Frozen, as ids depend on them. */
export const PROSE_WORDS: ReadonlySet<string> = new Set(
  `access account accounts alone also an and api app application applications are as at attempt auth authenticated
  authentication authenticator authorisation authorization authorized available backend based because been but by can
  cannot certificate challenge changed check claim claims client clients config configuration connection consent cookie
  created credential credentials deleted denied details did disabled does enabled endpoint error errors expired expires
  expiry failed failure features field fields flow for format found from functionality grant granted group had has have
  header headers if in info information integration invalid is issued issuer it level license log-in login logins logon
  logout malformed may method methods missing mode monitoring must name no not of off on operation operations option
  options or package parameters password payload permission permissions plan policy profile properties provider
  providers realm refresh refused rejected removed request requests required response revoked role roles rule rules
  schema scheme schemes scope scopes server service services session sessions set settings setup should sign sign-in
  sign-on signature sso succeeded successful support supported that the then this timeout to token tokens type types
  update updated usage use used user username users using validation verification verified version via was were when
  where which while will with without`.split(/\s+/),
);
