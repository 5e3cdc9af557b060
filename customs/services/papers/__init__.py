"""The four documents of a package, from what was sold.

The one place outside of `customs/messages/` where official element names stand: here our words become theirs.
"""

from customs.services.papers.case import Case, Company
from customs.services.papers.inventory import inventory
from customs.services.papers.order import order
from customs.services.papers.payment import payment
from customs.services.papers.plain import disagreements
from customs.services.papers.waybill import waybill

PAPERS = {"311": order, "411": payment, "511": waybill, "621": inventory}

__all__ = ["PAPERS", "Case", "Company", "disagreements", "inventory", "order", "payment", "waybill"]
