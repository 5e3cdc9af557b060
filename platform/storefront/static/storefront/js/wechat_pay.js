// Inside WeChat its own bridge opens the payment. What it answers is never believed: the page asks the mall.
const ready = () =>
  new Promise((done) => {
    if (window.WeixinJSBridge) done();
    else document.addEventListener("WeixinJSBridgeReady", done, { once: true });
  });

function pay(button) {
  const said = button.closest("section").querySelector("[data-wechat-said]");
  button.disabled = true;
  window.WeixinJSBridge.invoke("getBrandWCPayRequest", JSON.parse(button.dataset.wechatPay), (answer) => {
    button.disabled = false;
    // `fail` has a cause of WeChat's own; cancelled and paid need no word from us.
    if (answer.err_msg === "get_brand_wcpay_request:fail") said.textContent = said.dataset.wechatSaid;
  });
}

export function start(selector) {
  const show = () => document.querySelectorAll(selector).forEach((button) => { button.hidden = false; });
  ready().then(() => {
    show();
    document.addEventListener("htmx:afterSwap", show); // the page asks every few seconds and is given a new button
    document.addEventListener("click", (event) => {
      const button = event.target.closest(selector);
      if (button) pay(button);
    });
  });
}
