-- A couple or a group is one sponsor: a person to the ledger, in a form of its own. A new kind would make the table again.
ALTER TABLE contribution ADD COLUMN sponsor_form TEXT
    CHECK (sponsor_form IS NULL
        OR (coalesce(sponsor_kind, '') = 'person' AND (sponsor_form = 'couple' OR sponsor_form = 'group')));

CREATE TRIGGER contribution_sponsor_form_kept_as_written BEFORE UPDATE OF sponsor_form ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

-- All lines of a receipt are of one donor.
CREATE TRIGGER contribution_of_one_sponsor_form BEFORE INSERT ON contribution
WHEN NEW.voucher_line > 1 AND EXISTS (
    SELECT 1
    FROM contribution AS line
    WHERE line.owner = NEW.owner AND line.id = NEW.id - 1 AND line.sponsor_form IS NOT NEW.sponsor_form)
BEGIN SELECT RAISE(ABORT, 'the lines of a voucher follow each other'); END;
