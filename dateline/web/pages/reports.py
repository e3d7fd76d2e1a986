"""Reports: those that were compared, and each with its claims, findings and people's decisions."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

from dateline.web.pages.page import Absent, Asked, Page, iso
from storage import Store


def reports(store: Store, asked: Asked) -> Page:
    """The reports that were compared."""
    listed = [(each, store.report_history(each.id)) for each in store.reports()]
    counts = {each.id: Counter(claim.finding for claim in history.claims).most_common() for each, history in listed}
    data = [
        {"id": each.id, "name": each.name, "compared_at": iso(each.compared_at), "claims": len(history.claims),
         "counts": dict(counts[each.id]), "reviewed": len(history.decided)}
        for each, history in listed
    ]  # fmt: skip
    return Page("reports.html", "Reports", data, {"reports": listed, "counts": counts}, store.sql_of("reports"))


def report(store: Store, asked: Asked) -> Page:
    """One report: its claims with the findings of the latest comparison, and people's decisions."""
    number = int(asked["id"])
    found = next((each for each in store.reports() if each.id == number), None)
    if found is None:
        raise Absent(f"The store holds no report {number}.")
    history = store.report_history(number)
    data = {
        "id": found.id,
        "name": found.name,
        "compared_at": iso(found.compared_at),
        "text": found.text,
        "claims": [asdict(claim) | {"id": claim.id} for claim in history.claims],
        "reviews": [asdict(review) | {"at": iso(review.at)} for review in history.reviews],
    }
    shown = {
        "report": found,
        "history": history,
        "counts": Counter(claim.finding for claim in history.claims).most_common(),
        "outlets": {each.id: each for each in store.outlets()},
    }
    return Page("report.html", found.name, data, shown, store.sql_of("report", number))


def comparison_page(store: Store, number: int) -> str:
    """A report held against the store as it is now, as `dateline compare --html` writes it. Keeps nothing."""
    from comparison import compare
    from dateline import reviewing
    from dateline.reporting import report_page

    found = next((each for each in store.reports() if each.id == number), None)
    if found is None:
        raise Absent(f"The store holds no report {number}.")
    published, window = reviewing.date_and_window(found)
    made = compare(found.text, store, published_at=published, window=window)
    return report_page(made, name=found.name, dossier=reviewing.dossier(store, made, found))
