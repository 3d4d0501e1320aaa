// Tells the portal whose page frames this one what happens in it. src/loader.js imports it in a frame.
//
// The policy's `frame-ancestors` decides who may frame the page. A message has a version, goes to the
// origin that has greeted this page, and says no more than a DOM event of the form.
const VERSION = 1;
let post;
const waiting = [];
const send = (type, detail) => (post ? post({ hoso: VERSION, type, detail }) : waiting.push([type, detail]));

addEventListener("message", ({ source, origin, data }) => {
  if (post || source !== parent || data?.hoso !== VERSION || data.type !== "hello" || origin === "null") return;
  post = (message) => parent.postMessage(message, origin);
  // Sizes that follow the height of the window would let the frame grow for ever.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("html{overflow:hidden}body>.hoso{min-height:0}.sending{margin-bottom:0!important}");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  waiting.splice(0).forEach((message) => send(...message));
  const { lang } = data.detail;
  if (lang !== document.documentElement.lang) document.querySelector(`button[lang="${lang}"]`)?.click();
});

for (const type of ["step", "saved", "submitted", "failed"]) {
  document.addEventListener(`hoso:${type}`, ({ detail }) => send(type, detail));
}

const page = document.documentElement;
const watchState = () => {
  const state = page.dataset.hosoState;
  if (state === "live") send("ready", {});
  if (state === "failed") send("failed", { code: "app-stopped" });
};
watchState();
new MutationObserver(watchState).observe(page, { attributes: true, attributeFilter: ["data-hoso-state"] });

let height = 0;
new ResizeObserver(() => {
  const now = Math.ceil(document.body.getBoundingClientRect().height);
  if (now && now !== height) send("resize", { height: (height = now) });
}).observe(document.body);
