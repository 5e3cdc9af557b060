"""The package's rates as CSV texts of the import: HS rates, articles, and the positive list read off the former."""

import csv
import io

from tax.seed.provider import ARTICLE_FILE, HS_FILE, Row, list_mark, read_rows


def seed_texts() -> dict[str, str]:
    """Kind of batch -> CSV text."""
    hs_rows = read_rows(HS_FILE)
    return {
        "hs": as_csv([{k: v for k, v in row.items() if k not in _LIST_COLUMNS} for row in hs_rows]),
        "article": as_csv(read_rows(ARTICLE_FILE)),
        "list": as_csv(_list_rows(hs_rows)),
    }


_LIST_COLUMNS = ("positive_list", "list_note")


def _list_rows(hs_rows: list[Row]) -> list[Row]:
    """One row for each line of eight digits; listed where any of its ten-digit rows says so."""
    found: dict[str, Row] = {}
    for row in sorted(hs_rows, key=lambda row: row["positive_list"] != "listed"):
        found.setdefault(
            row["code"][:8],
            {
                "code": row["code"][:8],
                "valid_from": row["valid_from"],
                "valid_to": "",
                "standing": row["positive_list"],
                "edition": "",
                "remark": "",
                "source": list_mark(row)["list_source"],
                "confidence": list_mark(row)["list_confidence"],
            },
        )
    return list(found.values())


def as_csv(rows: list[Row]) -> str:
    """Rows of equal columns as CSV text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
