-- Dates within a voucher series never fall, and nothing is paid before the day of its approval.
DROP TRIGGER voucher_series_begins_at_one;

DROP TRIGGER voucher_series_goes_on;

DROP TRIGGER contribution_takes_next_number;

DROP TRIGGER expenditure_takes_next_number;

ALTER TABLE voucher_series ADD COLUMN last_on INTEGER NOT NULL DEFAULT 0;

-- From this number on no date falls: 1, but for series that were written before the rule.
ALTER TABLE voucher_series ADD COLUMN ordered_from INTEGER NOT NULL DEFAULT 1
    CHECK (ordered_from BETWEEN 1 AND last_number);

UPDATE voucher_series
SET last_on = known.last_on, ordered_from = known.ordered_from
FROM (
    SELECT hamlet, kind, year, book, max(CASE WHEN following IS NULL THEN issued_on END) AS last_on,
        coalesce(max(CASE WHEN issued_on < preceding_on THEN number END), 1) AS ordered_from
    FROM (
        SELECT hamlet, kind, year, book, number, issued_on,
            lag(issued_on) OVER (PARTITION BY hamlet, kind, year, book ORDER BY number) AS preceding_on,
            lead(number) OVER (PARTITION BY hamlet, kind, year, book ORDER BY number) AS following
        FROM voucher
    ) AS numbered
    GROUP BY hamlet, kind, year, book
) AS known
WHERE voucher_series.hamlet = known.hamlet AND voucher_series.kind = known.kind
    AND voucher_series.year = known.year AND voucher_series.book = known.book;

CREATE TRIGGER contribution_takes_next_number AFTER INSERT ON contribution
BEGIN
    INSERT INTO voucher_series (hamlet, kind, year, book, last_number, last_on)
    VALUES (NEW.hamlet, 'receipt', NEW.received_on / 10000, NEW.book, NEW.number, NEW.received_on)
    ON CONFLICT (hamlet, kind, year, book) DO UPDATE SET last_number = NEW.number, last_on = NEW.received_on;
END;

CREATE TRIGGER expenditure_takes_next_number AFTER UPDATE ON expenditure
WHEN OLD.number IS NULL AND NEW.number IS NOT NULL
BEGIN
    INSERT INTO voucher_series (hamlet, kind, year, book, last_number, last_on)
    VALUES (NEW.hamlet, 'payment', NEW.paid_on / 10000, NEW.book, NEW.number, NEW.paid_on)
    ON CONFLICT (hamlet, kind, year, book) DO UPDATE SET last_number = NEW.number, last_on = NEW.paid_on;
END;

CREATE TRIGGER voucher_series_begins_at_one AFTER INSERT ON voucher_series
WHEN NEW.last_number <> 1 OR NEW.ordered_from <> 1
BEGIN SELECT RAISE(ABORT, 'numbers follow each other'); END;

CREATE TRIGGER voucher_series_goes_on BEFORE UPDATE ON voucher_series
WHEN NEW.hamlet <> OLD.hamlet OR NEW.kind <> OLD.kind OR NEW.year <> OLD.year OR NEW.book <> OLD.book
    OR NEW.last_number <> OLD.last_number + 1 OR NEW.ordered_from <> OLD.ordered_from
BEGIN SELECT RAISE(ABORT, 'numbers follow each other'); END;

CREATE TRIGGER voucher_series_dates_never_fall BEFORE UPDATE ON voucher_series WHEN NEW.last_on < OLD.last_on
BEGIN SELECT RAISE(ABORT, 'dates of vouchers never fall'); END;

-- Without a value for approvals from before this rule.
ALTER TABLE expenditure ADD COLUMN approved_on INTEGER
    CHECK (approved_on IS NULL OR approved_by IS NOT NULL)
    CHECK (approved_on IS NULL OR paid_on IS NULL OR paid_on >= approved_on);

CREATE TRIGGER expenditure_approval_has_its_day BEFORE UPDATE ON expenditure
WHEN (OLD.approved_by IS NULL AND NEW.approved_by IS NOT NULL AND NEW.approved_on IS NULL)
    OR (OLD.approved_by IS NOT NULL AND NEW.approved_on IS NOT OLD.approved_on)
BEGIN SELECT RAISE(ABORT, 'an approval keeps its day'); END;
