"""The look of the simulators' own pages, in two languages side by side."""

from html import escape

from simulators.web.routing import Response, page

_STYLE = """
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;margin:0;background:Canvas;
color:CanvasText}
header{background:#14375e;color:#fff;padding:14px 24px}header b{font-size:18px}
header span{opacity:.85;margin-left:12px}main{padding:16px 24px;max-width:1280px;margin:auto}
h2{font-size:16px;margin:24px 0 8px}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:6px 10px;border-bottom:1px solid #8884;vertical-align:top;
overflow-wrap:anywhere}
th{font-weight:600;opacity:.75}.tag{border-radius:4px;padding:1px 8px;background:#8883}
.good{background:#1a7f3733}.bad{background:#c6282833}.note{opacity:.7}
.phone{max-width:380px;margin:24px auto;border:1px solid #8886;border-radius:18px;padding:24px}
.phone h1{font-size:34px;text-align:center;margin:8px 0 20px}
label{display:block;margin:12px 0 4px}input{width:100%;box-sizing:border-box;font:inherit;padding:10px}
button{width:100%;font:inherit;font-weight:600;padding:12px;margin-top:14px;border:0;border-radius:8px;cursor:pointer}
.go{background:#0a7d33;color:#fff}.no{background:#8883;color:inherit}
"""


def shell(title: str, body: str, *, refresh: int = 0, status: int = 200) -> Response:
    """`body` is HTML; `title` is text. `refresh` seconds reloads the page."""
    again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    return page(
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">{again}'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><header><b>{escape(title)}</b>"
        f"<span>模拟环境，不产生真实业务 · Simulator, nothing here is real</span></header>"
        f"<main>{body}</main></body></html>",
        status,
    )


def table(title: str, columns: list[str], rows: list[list[str]]) -> str:
    """Cells are HTML already (use `cell` and `tag`)."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    lines = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in rows)
    empty = '<p class="note">暂无 · nothing yet</p>' if not rows else ""
    return (
        f"<h2>{escape(title)}</h2><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>{empty}"
    )


def cell(value: object) -> str:
    return escape(str(value))


def tag(value: object, tone: str = "") -> str:
    return f'<span class="tag {tone}">{escape(str(value))}</span>'
