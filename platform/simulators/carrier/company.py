"""What makes one carrier differ from another: its name, its numbers, its words for the steps of a parcel."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """One step: the carrier's own `code`, where it happens, and what its staff call it."""

    code: str
    place: str
    place_en: str
    says: str


@dataclass(frozen=True)
class Company:
    name: str
    title: str
    prefix: str
    way: tuple[Mark, ...]


DOMESTIC = Company(
    "carrier",
    "快递公司 Carrier",
    "SF",
    (
        Mark("PICKUP", "保税区分拨中心", "Bonded zone depot", "已揽收 picked up"),
        Mark("TRANSIT", "华东转运中心", "East China hub", "运输中 in transit"),
        Mark("DELIVER", "目的地营业部", "Destination branch", "派送中 out for delivery"),
        Mark("SIGN", "收件人", "Consignee", "已签收 signed"),
    ),
)
OVERSEAS = Company(
    "overseas",
    "国际快递 International carrier",
    "IE",
    (
        Mark("PU", "海外仓", "Overseas warehouse", "海外揽收 picked up abroad"),
        Mark("EX", "始发国海关", "Customs of the country of origin", "出口放行 export released"),
        Mark("DP", "始发机场", "Airport of departure", "航班起飞 departed"),
        Mark("AR", "到达口岸", "Port of arrival", "到达口岸 arrived"),
    ),
)
