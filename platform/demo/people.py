"""Who uses the demo: an operator for all malls, two shoppers a mall with addresses and identities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.consents import agreed
from accounts.models import User
from accounts.services import AddressFields, give_membership, keep_address, keep_identity
from demo import logins
from demo.logins import OPERATOR, PASSWORD


@dataclass(frozen=True, slots=True)
class DemoShopper:
    """An invented shopper: the names are the textbook's 张三 and 李四, the numbers have valid check characters."""

    login: str
    name: str
    number: str
    address: AddressFields
    language: str = "zh-hans"


SHOPPERS = (
    DemoShopper(
        logins.SHOPPERS[0],
        "张三",
        "11010519491231002X",
        AddressFields("张三", "13800138000", "北京市", "北京市", "朝阳区", "建国路1号", "110105"),
    ),
    DemoShopper(
        logins.SHOPPERS[1],
        "李四",
        "440106199003071231",
        AddressFields("李四", "13900139000", "广东省", "广州市", "天河区", "体育西路2号", "440106"),
    ),
)

# They have no password: whoever wants to be one of them signs in by a code.
REGULARS = (
    DemoShopper(
        "13700137001", "王五", "330106198510123016",
        AddressFields("王五", "13700137001", "浙江省", "杭州市", "西湖区", "文三路8号", "330106"),
    ),
    DemoShopper(
        "13700137002", "赵六", "310115199206154026",
        AddressFields("赵六", "13700137002", "上海市", "上海市", "浦东新区", "世纪大道100号", "310115"),
    ),
    DemoShopper(
        "13700137003", "孙七", "510104198803202034",
        AddressFields("孙七", "13700137003", "四川省", "成都市", "锦江区", "春熙路5号", "510104"),
    ),
    DemoShopper(
        "13700137004", "周八", "420102199511084048",
        AddressFields("周八", "13700137004", "湖北省", "武汉市", "江岸区", "沿江大道20号", "420102"), "en",
    ),
)  # fmt: skip
EVERYBODY = (*SHOPPERS, *REGULARS)


def make_platform_operator(malls: dict[str, int]) -> None:
    """One operator who may work in every demo mall and on the platform's console."""
    if User.objects.filter(login=OPERATOR).exists():
        return
    user = User.objects.create_superuser(OPERATOR, PASSWORD, display_name="运营")
    for mall_id in malls.values():
        give_membership(user_id=user.pk, mall_id=mall_id)


def settle(mall: str, now: datetime) -> None:
    """The mall's shoppers, ready to check out."""
    for person in EVERYBODY:
        if User.objects.filter(login=person.login, mall__isnull=False).exists():
            continue
        password = PASSWORD if person in SHOPPERS else None
        user = User.objects.create_user(
            person.login, password, display_name=person.name, phone=person.login, language=person.language
        )
        keep_address(shopper_id=user.pk, fields=person.address, is_default=True)
        keep_identity(
            shopper_id=user.pk,
            name=person.name,
            number=person.number,
            consent=agreed(person.language, now),
        )
