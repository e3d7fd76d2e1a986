"""What each page shows, read from the store: the same values for the template and for JSON."""

from dateline.web.pages.article import article
from dateline.web.pages.coverage import coverage
from dateline.web.pages.outlets import outlets
from dateline.web.pages.page import Absent, Asked, Maker, Page
from dateline.web.pages.people import people, person
from dateline.web.pages.reports import comparison_page, report, reports

__all__ = [
    "Absent",
    "Asked",
    "Maker",
    "Page",
    "article",
    "comparison_page",
    "coverage",
    "outlets",
    "people",
    "person",
    "report",
    "reports",
]
