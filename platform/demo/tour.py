"""What the demo prints when it is ready: addresses, logins, what to try."""

from __future__ import annotations

from demo.goods import malls
from demo.logins import OPERATOR, PASSWORD, SHOPPERS, SUPPLIER


def lines(port: int) -> list[str]:
    """The table, in both languages side by side."""
    rows = [f"  http://{mall.code}.localhost:{port}/   {mall.name.zh}  {mall.name.en}" for mall in malls()]
    return [
        "",
        "商城 Malls",
        *rows,
        f"  (English pages under /en/; operators at /admin/, platform console http://console.localhost:{port}/admin/)",
        "",
        "登录 Logins",
        *(f"  顾客 shopper   {login}   {PASSWORD}" for login in SHOPPERS),
        f"  运营 operator  {OPERATOR}      {PASSWORD}",
        f"  供货商 supplier {SUPPLIER}        {PASSWORD}   (/seller/)",
        "",
        "试试看 Try",
        "  1. 选一件商品，加入购物车，结算，在收银台点“打开模拟手机付款”。Buy something; pay on the simulated phone.",
        "  2. 在订单页看它申报、放行、发货、签收。Watch the order being declared, released, shipped and signed for.",
        "  3. 打开“身份不符”的订单，重新提交身份信息。Mend the order that customs refused for its identity.",
        "  4. /admin/ 查看报文、回执、死信。Read messages, receipts and dead letters in the admin.",
        "  5. /seller/ 供货商后台：批量导入商品、改价、发货。Be a supplier: import goods, change prices, ship.",
        "  6. JSON API: /openapi/v1/schema",
        "",
        "Ctrl-C 停止一切 stops everything.",
    ]
