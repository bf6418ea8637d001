"""The one way in, and the wall against every other."""

from django.db import migrations

APPEND = """
CREATE FUNCTION audit_append(p_chain text, p_body text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    v_position bigint;
    v_previous text;
    v_at timestamptz := date_trunc('microseconds', now());
    v_stamp text := to_char(v_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(p_chain, 20200127));
    SELECT position, hash INTO v_position, v_previous
        FROM public.audit_event WHERE chain = p_chain ORDER BY position DESC LIMIT 1;
    v_position := coalesce(v_position, 0) + 1;
    v_previous := coalesce(v_previous, repeat('0', 64));
    INSERT INTO public.audit_event (chain, position, at, body, previous, hash)
        VALUES (p_chain, v_position, v_at, p_body, v_previous, encode(sha256(convert_to(
            v_previous || E'\\n' || p_chain || E'\\n' || v_position || E'\\n' || v_stamp || E'\\n' || p_body, 'UTF8')), 'hex'));
    RETURN v_position;
END $$;
REVOKE EXECUTE ON FUNCTION audit_append(text, text) FROM PUBLIC;
"""

REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only';
END $$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(APPEND, "DROP FUNCTION audit_append(text, text)"),
        migrations.RunSQL(REFUSE, "DROP FUNCTION audit_refuse() CASCADE"),
    ]
