-- Where in `raw` a value that could not be kept as it is stands as its text: JSON pointers. Of what was stored before, none.
ALTER TABLE "audit_event" ADD COLUMN "kept_as_text" TEXT[] COLLATE "C" DEFAULT ARRAY[]::TEXT[];
