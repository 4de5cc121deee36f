-- How lines come about. Read beside actions/models/lines.py and docs/decisions/0020.

-- The line of each published action, worked out from its rows. `stands` and `unclear` say
-- `lifecycle.stands_on` in SQL; tests/actions/test_standing.py holds the two together.
CREATE VIEW actions_line_now AS
SELECT a.id AS action_id, a.slug, a.kind, a.stage, a.jurisdiction_id,
       COALESCE(place.parent_id, place.id) AS country_id,
       place.kind = 'union' AND NOT (cardinality(a.binds) > 0
           AND a.binds <@ ARRAY['central_government', 'agencies']::varchar[]) AS reaches_members,
       a.announced_first, a.announced_last, a.effective_first, a.effective_last,
       began.first AS begins_first, a.ended_last,
       COALESCE((SELECT max(told.recorded_at) FROM actions_revision told
                 WHERE told.action_id = a.id AND NOT told.is_quiet),
                COALESCE(a.announced_first, a.adopted_first, a.effective_first, '2000-01-01')::timestamp
                    AT TIME ZONE 'UTC') AS changed_at,
       a.binds, a.forbids,
       COALESCE(hit.own || hit.above, '{}') AS vendors, cardinality(hit.own) AS named_count,
       COALESCE(hit.sectors, '{}') AS sectors,
       ARRAY(SELECT DISTINCT page.grade FROM actions_actioncitation cited
             JOIN actions_citation page ON page.id = cited.citation_id
             WHERE cited.action_id = a.id ORDER BY page.grade)::varchar[] AS grades,
       steps.is_challenged,
       span.certain * span.alive - span.paused - span.blurred AS stands,
       span.alive - span.paused - (span.certain * span.alive - span.paused - span.blurred) AS unclear
FROM actions_action a
JOIN jurisdictions_jurisdiction place ON place.id = a.jurisdiction_id
-- The vendors hit, with all above them, and the sectors of those hit.
CROSS JOIN LATERAL (
    WITH RECURSIVE above(id, is_own) AS (
        SELECT target.vendor_id, true FROM actions_target target
        WHERE target.action_id = a.id AND target.vendor_id IS NOT NULL
        UNION
        SELECT vendor.parent_id, false FROM actions_vendor vendor JOIN above ON vendor.id = above.id
        WHERE vendor.parent_id IS NOT NULL
    )
    SELECT ARRAY(SELECT id FROM above WHERE is_own ORDER BY id) AS own,
           ARRAY(SELECT DISTINCT id FROM above WHERE id NOT IN (SELECT id FROM above WHERE is_own) ORDER BY id) AS above,
           (SELECT array_agg(DISTINCT vendor.sector ORDER BY vendor.sector) FROM actions_target target
            JOIN actions_vendor vendor ON vendor.id = target.vendor_id
            WHERE target.action_id = a.id AND vendor.sector <> '') AS sectors
) hit
CROSS JOIN LATERAL (
    SELECT COALESCE(bool_or(step.kind = 'challenged'), false) AS is_challenged,
           a.stage IN ('in_force', 'suspended', 'lifted', 'expired') OR COALESCE(bool_or(
               step.kind IN ('effective', 'suspended', 'reinstated', 'lifted', 'expired')), false) AS took_effect,
           COALESCE(bool_or(step.kind = 'suspended' AND step.on_first IS NULL), false)
               OR (a.stage = 'suspended' AND NOT COALESCE(bool_or(step.kind = 'suspended'), false))
               OR (a.stage IN ('lifted', 'expired') AND a.ended_first IS NULL) AS has_open_end,
           max(step.on_last) AS last_step
    FROM actions_milestone step WHERE step.action_id = a.id
) steps
CROSS JOIN LATERAL (
    SELECT CASE WHEN a.effective_first IS NOT NULL THEN a.effective_first
                WHEN steps.took_effect THEN a.adopted_first END AS first,
           CASE WHEN a.effective_first IS NOT NULL THEN a.effective_last
                WHEN steps.took_effect THEN a.adopted_last END AS last
) began
-- From the first day of a halt or a reinstatement to the next one it alone decides; inside an imprecise one nobody knows.
CROSS JOIN LATERAL (
    SELECT COALESCE(range_agg(daterange(switch.on_first, LEAST(switch.on_last, switch.next_first))), '{}') AS blurred,
           COALESCE(range_agg(daterange(LEAST(switch.on_last, switch.next_first), switch.next_first))
                    FILTER (WHERE switch.kind = 'suspended'), '{}') AS paused
    FROM (SELECT step.kind, step.on_first, step.on_last,
                 lead(step.on_first) OVER (ORDER BY step.on_first, step.on_last, step.kind = 'suspended') AS next_first
          FROM actions_milestone step
          WHERE step.action_id = a.id AND step.on_first IS NOT NULL
            AND step.kind IN ('suspended', 'reinstated')) switch
) halts
CROSS JOIN LATERAL (
    SELECT COALESCE(began.first, a.adopted_first) AS first,
           LEAST(a.ended_first, CASE WHEN steps.has_open_end THEN GREATEST(steps.last_step, began.last) END) AS certain_to
) edge
CROSS JOIN LATERAL (
    SELECT CASE WHEN a.stage IN ('proposed', 'rejected') OR edge.first > a.ended_last THEN '{}'
                ELSE datemultirange(daterange(edge.first, a.ended_last, '[]')) END AS alive,
           CASE WHEN began.last IS NULL OR began.last > edge.certain_to THEN '{}'
                ELSE datemultirange(daterange(began.last, edge.certain_to, '[]')) END AS certain,
           halts.paused, halts.blurred
) span
WHERE a.is_published;

CREATE FUNCTION actions_refresh_lines(wanted bigint[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM actions_line WHERE action_id IN (SELECT unnest(wanted))
        AND NOT EXISTS (SELECT 1 FROM actions_action a WHERE a.id = actions_line.action_id AND a.is_published);
    INSERT INTO actions_line (action_id, slug, kind, stage, jurisdiction_id, country_id, reaches_members, announced_first,
        announced_last, effective_first, effective_last, begins_first, ended_last, changed_at, binds,
        forbids, vendors, named_count, sectors, grades, is_challenged, stands, unclear)
    SELECT action_id, slug, kind, stage, jurisdiction_id, country_id, reaches_members, announced_first,
        announced_last, effective_first, effective_last, begins_first, ended_last, changed_at, binds,
        forbids, vendors, named_count, sectors, grades, is_challenged, stands, unclear FROM actions_line_now WHERE action_id IN (SELECT unnest(wanted))
    ON CONFLICT (action_id) DO UPDATE SET (action_id, slug, kind, stage, jurisdiction_id, country_id, reaches_members, announced_first,
        announced_last, effective_first, effective_last, begins_first, ended_last, changed_at, binds,
        forbids, vendors, named_count, sectors, grades, is_challenged, stands, unclear) = (excluded.action_id, excluded.slug, excluded.kind, excluded.stage, excluded.jurisdiction_id,
        excluded.country_id, excluded.reaches_members, excluded.announced_first,
        excluded.announced_last, excluded.effective_first, excluded.effective_last,
        excluded.begins_first, excluded.ended_last, excluded.changed_at, excluded.binds,
        excluded.forbids, excluded.vendors, excluded.named_count, excluded.sectors, excluded.grades, excluded.is_challenged,
        excluded.stands, excluded.unclear)
    WHERE (actions_line.*) IS DISTINCT FROM (excluded.*);
$$;

-- After any statement that changed an action or what hangs on it; the argument names the column with the action's key.
CREATE FUNCTION actions_lines_touched() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint[];
BEGIN
    EXECUTE format('SELECT array_agg(DISTINCT %I) FROM changed', TG_ARGV[0]) INTO wanted;
    IF wanted IS NOT NULL THEN
        PERFORM actions_refresh_lines(wanted);
    END IF;
    RETURN NULL;
END;
$$;

-- A vendor that moved under another parent, or into another sector, moves the lines of all below it.
CREATE FUNCTION actions_lines_of_vendors_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM actions_refresh_lines(array_agg(line.action_id)) FROM actions_line line
    WHERE line.vendors && (SELECT array_agg(now.id) FROM changed now JOIN before USING (id)
                           WHERE (now.parent_id, now.sector) IS DISTINCT FROM (before.parent_id, before.sector));
    RETURN NULL;
END;
$$;

CREATE FUNCTION actions_lines_of_citations_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM actions_refresh_lines(array_agg(DISTINCT cited.action_id)) FROM actions_actioncitation cited
    JOIN changed now ON now.id = cited.citation_id JOIN before ON before.id = now.id
    WHERE now.grade <> before.grade;
    RETURN NULL;
END;
$$;

-- A revision leaves a line of what was said, and ends the time of the one before.
CREATE FUNCTION actions_said_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE actions_pastline past SET known_until = GREATEST(past.known_from, latest.recorded_at)
    FROM (SELECT action_id, min(recorded_at) AS recorded_at FROM changed GROUP BY action_id) latest
    WHERE past.action_id = latest.action_id AND past.known_until IS NULL;
    INSERT INTO actions_pastline (revision_id, known_from, known_until, action_id, slug, kind, stage, jurisdiction_id, country_id, reaches_members, announced_first,
        announced_last, effective_first, effective_last, begins_first, ended_last, changed_at, binds,
        forbids, vendors, named_count, sectors, grades, is_challenged, stands, unclear)
    SELECT DISTINCT ON (said.action_id) said.id, said.recorded_at, NULL, line.action_id, line.slug, line.kind, line.stage, line.jurisdiction_id, line.country_id,
        line.reaches_members, line.announced_first, line.announced_last, line.effective_first,
        line.effective_last, line.begins_first, line.ended_last, line.changed_at, line.binds,
        line.forbids, line.vendors, line.named_count, line.sectors, line.grades, line.is_challenged, line.stands,
        line.unclear
    FROM changed said JOIN actions_line line ON line.action_id = said.action_id
    ORDER BY said.action_id, said.number DESC;
    RETURN NULL;
END;
$$;
