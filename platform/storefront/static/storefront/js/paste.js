// Splits a pasted Chinese address ("张三 13800138000 浙江省杭州市西湖区…") over the fields of the form.
const PROVINCES = ("北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 " +
  "云南 陕西 甘肃 青海 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 台湾").split(" ");
const MUNICIPALITIES = ["北京", "天津", "上海", "重庆"];
const LABELS = /(收货人|收件人|姓名|联系人|电话|手机号码|手机号|手机|联系电话|所在地区|地区|详细地址|收货地址|地址|邮编)\s*[:：]?/g;

function take(text, pattern) {
  const found = text.match(pattern);
  return found ? [found[0], text.slice(found[0].length)] : ["", text];
}

export function split(pasted) {
  let text = pasted.replace(LABELS, " ").replace(/[,，;；\n\t|]/g, " ");
  const phone = (text.match(/(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})/) || ["", ""]);
  text = text.replace(phone[0], " ");
  const postcode = (text.match(/(?:^|\s)(\d{6})(?=\s|$)/) || ["", ""])[1];
  text = text.replace(postcode, " ");
  const parts = text.split(/\s+/).filter(Boolean);
  const start = parts.findIndex((part) => PROVINCES.some((name) => part.startsWith(name)));
  const person = parts.find((part, index) => index !== start && part.length <= 8 && !/[省市区县路街号]/.test(part)) || "";
  let rest = parts.filter((part, index) => index >= Math.max(start, 0) && part !== person).join("");
  let province = "", city = "", district = "";
  const short = PROVINCES.find((name) => rest.startsWith(name));
  if (short) {
    [province, rest] = take(rest, new RegExp(`^${short}(?:维吾尔自治区|壮族自治区|回族自治区|特别行政区|自治区|省|市)?`));
    if (MUNICIPALITIES.includes(short)) {
      city = `${short}市`;
      if (rest.startsWith(city)) rest = rest.slice(city.length);
    } else {
      [city, rest] = take(rest, /^.{1,10}?(?:自治州|地区|盟|市)/);
    }
    [district, rest] = take(rest, /^.{1,10}?(?:区|县|市|旗)/);
  }
  return { name: person, phone: phone[1].replace(/[- ]/g, ""), postcode, province, city, district, detail: rest };
}

function fill(field, value) {
  if (field.tagName === "SELECT") {
    const option = [...field.options].find((one) => one.value && (value.startsWith(one.text) || one.text.startsWith(value)));
    if (option) field.value = option.value;
  } else {
    field.value = value;
  }
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

export function start(selector) {
  for (const box of document.querySelectorAll(selector)) {
    const prefix = box.dataset.paste ? `${box.dataset.paste}-` : "";
    box.hidden = false;
    box.querySelector("button").addEventListener("click", () => {
      const form = box.closest("form");
      for (const [name, value] of Object.entries(split(box.querySelector("textarea").value))) {
        const field = form.elements[prefix + name];
        if (field && value) fill(field, value);
      }
    });
  }
}
