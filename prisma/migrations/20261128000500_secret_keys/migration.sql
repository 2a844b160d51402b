-- What cursors are sealed with: made by the first gateway that needs it, shared by all on this database.
CREATE TABLE "secret_key" (
    "name" TEXT NOT NULL,
    "key" BYTEA NOT NULL,

    CONSTRAINT "secret_key_pkey" PRIMARY KEY ("name")
);
