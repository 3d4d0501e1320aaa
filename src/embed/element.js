// Defines <hoso-form>: a form in a portal's page. The build writes this file as v1/embed.js and
// replaces HOSO_BUILD by the names and hashes of its files, the procedures and the sentences.
// docs/embed-reference.md lists the attributes, events and codes.
//
// A classic script without imports, so that one tag suffices and a portal can pin its hash. It runs in
// the portal's page: nothing global but the element, no style outside it, no listener that cancels
// an event. Everything it shows is in the shadow root of the element.
(() => {
  "use strict";
  const NAME = "hoso-form";
  const DOCS = "docs/embed-reference.md#";
  const BUILD = HOSO_BUILD;
  const script = document.currentScript;
  const ownSite = script && script.src ? new URL("../", script.src).href : "";
  if (!window.customElements || customElements.get(NAME)) return;

  // An error with a code of docs/embed-reference.md; `cause` is for the developer of the portal.
  const failure = (code, cause) => Object.assign(new Error(cause), { code });

  // Checks what cannot be found out by fetching.
  const checkBrowser = () => {
    const hasSheets = "adoptedStyleSheets" in Document.prototype && "replaceSync" in CSSStyleSheet.prototype;
    if (!window.WebAssembly || !WebAssembly.instantiateStreaming || !hasSheets || !window.IntersectionObserver || !window.ResizeObserver) {
      throw failure("browser-old", "this browser lacks WebAssembly streaming or constructable style sheets");
    }
    try {
      // The smallest module: eight bytes, without sections.
      new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    } catch (error) {
      throw failure("policy-wasm", "the policy of this page refuses WebAssembly: add 'wasm-unsafe-eval' to script-src");
    }
  };

  // fetch() rejects alike for a refused address, a wrong hash and a lost connection; a violation of the
  // page's policy is reported beside it.
  const watchPolicy = (base) => {
    let directive = "";
    const onViolation = (event) => {
      if ((event.blockedURI || "").startsWith(new URL(base).origin)) directive = event.effectiveDirective;
    };
    document.addEventListener("securitypolicyviolation", onViolation);
    return {
      explain: (what) => directive
        ? failure("policy-files", `the policy of this page refuses ${what}: add ${new URL(base).origin} to ${directive}`)
        : failure("files-unreachable", `${what} could not be fetched: no connection, no CORS header, or content of another build`),
      end: () => document.removeEventListener("securitypolicyviolation", onViolation),
    };
  };

  // The app of a site: shared by all forms, with one module and one style sheet.
  const startApp = async (base) => {
    checkBrowser();
    const policy = watchPolicy(base);
    const get = async (file, integrity, cache) => {
      const attempt = (cache) => fetch(base + file, { integrity, cache, credentials: "omit" });
      let response;
      try {
        response = await attempt(cache).catch(() => attempt("reload"));
      } catch (error) {
        // The body of a 404 has another hash, so only a request without one learns the status.
        response = await fetch(base + file, { cache: "no-store", credentials: "omit" }).catch(() => null);
        // The report of a violation is dispatched one task later.
        await new Promise((done) => setTimeout(done, 100));
        if (!response || response.ok) throw policy.explain(base + file);
      }
      if (!response.ok) throw failure("files-missing", `${base}${file}: status ${response.status}; publish the new files, or reload the page`);
      return response;
    };
    const load = async () => {
      // import() compares no hash; the preload of the same file does.
      await new Promise((done) => {
        const link = document.createElement("link");
        Object.assign(link, { rel: "modulepreload", crossOrigin: "anonymous", integrity: BUILD.script[1], href: base + BUILD.script[0] });
        const end = () => { link.remove(); done(); };
        link.onload = link.onerror = end;
        if (!link.relList || !link.relList.supports("modulepreload")) return done();
        document.head.append(link);
      });
      try {
        return await import(base + BUILD.script[0]);
      } catch (error) {
        await get(...BUILD.script);
        await new Promise((done) => setTimeout(done));
        throw policy.explain(base + BUILD.script[0]);
      }
    };
    try {
      const module = get(...BUILD.module);
      const [app, css, settings] = await Promise.all([
        load(),
        get(...BUILD.style).then((response) => response.text()),
        get("v1/settings.json", "", "no-cache").then((response) => response.json()),
        module,
      ]);
      const resolve = (url) => new URL(url, base).href;
      settings.home = resolve(settings.home || "./");
      settings.endpoint = resolve(settings.endpoint || "/api").replace(/\/$/, "");
      for (const name of Object.keys(settings.assets || {})) settings.assets[name] = resolve(settings.assets[name]);
      const fail = () => forms.forEach((form) => form[state].base === base && showFailure(form, failure("app-stopped", "the app has stopped")));
      const open = (prefix, code) => forms.forEach((form, nth) => {
        if (form[state].base === base && (nth ? `hoso${nth}-` : "") === prefix) form.setAttribute("procedure", code);
      });
      // A trap of our module, not one of the portal's.
      const onTrap = (error) => {
        if (error instanceof WebAssembly.RuntimeError && String(error.stack).includes(BUILD.module[0])) fail();
      };
      addEventListener("error", (event) => onTrap(event.error));
      addEventListener("unhandledrejection", (event) => onTrap(event.reason));
      let mount;
      try {
        mount = await app.start(await module, fail, open);
      } catch (error) {
        throw failure(error instanceof WebAssembly.CompileError ? "browser-old" : "app-stopped", String(error));
      }
      return { mount, css, settings, sheets: new WeakMap() };
    } finally {
      policy.end();
    }
  };

  const apps = new Map();
  const appOf = (base) => {
    if (!apps.has(base)) {
      const app = startApp(base);
      apps.set(base, app);
      // Another attempt starts anew.
      app.catch(() => apps.delete(base));
    }
    return apps.get(base);
  };

  // The mounted forms, by the number in the prefix of their element ids.
  const forms = new Map();
  const state = Symbol("state");

  const languageOf = (form) => {
    const tags = [form.getAttribute("lang"), document.documentElement.lang, new URLSearchParams(location.search).get("lang")];
    const known = tags.map((tag) => (tag || "").toLowerCase().split("-")[0]).find((tag) => BUILD.sentences[tag]);
    return known || Object.keys(BUILD.sentences)[0];
  };

  const baseOf = (form) => {
    const base = form.getAttribute("base");
    try {
      return base ? new URL(base.replace(/\/?$/, "/"), document.baseURI).href : ownSite;
    } catch (error) {
      return "";
    }
  };

  const send = (form, type, detail) =>
    form.dispatchEvent(new CustomEvent(`hoso:${type}`, { bubbles: true, composed: true, detail }));

  const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

  // A short text in place of the form, or above it.
  const showText = (form, role, texts, ...controls) => {
    const { box, lang } = form[state];
    box.replaceChildren(...texts.map((text) => element("p", text)), ...controls);
    box.lang = lang;
    box.setAttribute("role", role);
    box.hidden = false;
    box.style.cssText = `all:initial;display:block;padding:1em;border:1px solid;font:medium system-ui,sans-serif;color:CanvasText;background:Canvas;min-height:${role === "status" ? "20em" : "0"}`;
  };

  const hideText = (form) => {
    const { box } = form[state];
    box.hidden = true;
    box.style.display = "none";
  };

  const linkTo = (form) => {
    const { base, lang, procedure } = form[state];
    const link = element("a", BUILD.sentences[lang].full_page);
    link.href = base + (BUILD.procedures.includes(procedure) ? `${procedure}/` : "");
    link.target = "_top";
    return link;
  };

  const reported = new Set();
  const report = (form, { code, message }) => {
    const line = `hoso-form: ${code}: ${message} (${DOCS}${code})`;
    // Several forms fail for one reason.
    if (!reported.has(line)) console.error(line);
    reported.add(line);
    send(form, "failed", { code });
  };

  const showFailure = (form, error) => {
    const own = form[state];
    const known = error.code ? error : failure("app-stopped", String(error));
    // What was entered stays visible when the app stops, and can be copied.
    if (!own.root || known.code !== "app-stopped") unmount(form);
    const sentences = BUILD.sentences[own.lang];
    const controls = own.base ? [linkTo(form)] : [];
    if (known.code.startsWith("files")) {
      const again = element("button", sentences.retry);
      again.type = "button";
      again.onclick = () => begin(form);
      controls.unshift(again, " ");
    }
    showText(form, "alert", [sentences.failed, sentences[known.code]], ...controls);
    report(form, known);
  };

  const canStore = () => {
    try {
      return Boolean(localStorage && indexedDB);
    } catch (error) {
      return false;
    }
  };

  const mount = async (form) => {
    const own = form[state];
    const turn = own.turn;
    try {
      if (!own.base) throw failure("base-missing", "the address of this script is unknown: add the attribute base");
      if (!BUILD.procedures.includes(own.procedure)) {
        throw failure("procedure-unknown", `procedure="${own.procedure}": this site has ${BUILD.procedures.join(", ")}`);
      }
      if (form.getAttribute("mode") === "frame") return mountFrame(form);
      const app = await appOf(own.base);
      if (turn !== own.turn) return;
      const owner = form.ownerDocument;
      if (!app.sheets.has(owner)) {
        const sheet = new owner.defaultView.CSSStyleSheet();
        sheet.replaceSync(app.css);
        app.sheets.set(owner, sheet);
      }
      own.shadow.adoptedStyleSheets = [app.sheets.get(owner)];
      const root = document.createElement("div");
      Object.assign(root.dataset, { hoso: own.procedure, hosoBare: "", hosoLang: own.lang });
      // Read by the app (src/browser/prefill.rs); never from the address.
      root.hosoPrefill = own.prefill;
      own.root = root;
      own.shadow.append(root);
      // `rem` is the size of the portal's <html>; the form uses that of the browser's settings.
      root.style.setProperty("--hoso-rem", getComputedStyle(root).fontSize);
      own.live = new MutationObserver(() => {
        if (!("hosoLive" in root.dataset)) return;
        own.live.disconnect();
        hideText(form);
        if (!canStore()) {
          showText(form, "note", [BUILD.sentences[own.lang]["storage-denied"]], linkTo(form));
          report(form, failure("storage-denied", "this browser stores nothing for this page"));
        }
        send(form, "ready", {});
      });
      own.live.observe(root, { attributes: true });
      let height = 0;
      own.resize = new ResizeObserver(() => {
        const now = Math.ceil(root.getBoundingClientRect().height);
        if (now && now !== height) send(form, "resize", { height: height = now });
      });
      own.resize.observe(root);
      own.nth = app.mount(root, JSON.stringify(app.settings));
      forms.set(own.nth, form);
    } catch (error) {
      if (turn !== own.turn) return;
      if (/^policy/.test(error.code)) mountFrame(form, error);
      else showFailure(form, error);
    }
  };

  // The form's own page in a frame, for a portal whose policy refuses WebAssembly or our files. `cause` is why,
  // if the portal did not choose it.
  const mountFrame = (form, cause) => {
    const own = form[state];
    const site = new URL(own.base).origin;
    const frame = document.createElement("iframe");
    frame.title = BUILD.sentences[own.lang].frame;
    frame.src = `${own.base}${own.procedure}/`;
    frame.allow = "camera";
    frame.style.cssText = "all:initial;display:block;width:100%;height:40em;border:0";
    const refuse = () => showFailure(form, cause || failure("frame-refused", `${frame.src} does not answer: allow it in frame-src, and this page in frame_ancestors of the deployment`));
    const onMessage = ({ source, origin, data }) => {
      if (source !== frame.contentWindow || origin !== site || !data || data.hoso !== 1) return;
      const { type, detail } = data;
      if (type === "resize") frame.style.height = `${detail.height}px`;
      if (type === "ready") hideText(form);
      if (["ready", "step", "saved", "submitted", "failed", "resize"].includes(type)) send(form, type, detail);
      settle();
    };
    const onViolation = (event) => event.effectiveDirective === "frame-src" && event.blockedURI.startsWith(site) && refuse();
    let timer, greeting;
    const settle = () => { clearTimeout(timer); clearInterval(greeting); };
    frame.onload = () => {
      settle();
      // The script that listens in the page may arrive after the page.
      const greet = () => frame.contentWindow.postMessage({ hoso: 1, type: "hello", detail: { lang: own.lang } }, site);
      greet();
      greeting = setInterval(greet, 250);
      timer = setTimeout(refuse, 15000);
    };
    addEventListener("message", onMessage);
    document.addEventListener("securitypolicyviolation", onViolation);
    own.endFrame = () => {
      settle();
      removeEventListener("message", onMessage);
      document.removeEventListener("securitypolicyviolation", onViolation);
      frame.remove();
    };
    own.shadow.append(frame);
  };

  const unmount = (form) => {
    const own = form[state];
    own.turn += 1;
    if (own.endFrame) own.endFrame();
    own.endFrame = null;
    for (const observer of [own.near, own.live, own.resize]) observer && observer.disconnect();
    const { root } = own;
    if (root) {
      forms.delete(own.nth);
      root.dispatchEvent(new Event("hoso-unmount"));
      // The app takes what is in the root one task later.
      setTimeout(() => root.remove());
    }
    own.root = own.near = own.live = own.resize = null;
  };

  // Shows that the form is loading, and loads it when it is near the viewport.
  const begin = (form) => {
    const own = form[state];
    unmount(form);
    own.base = baseOf(form);
    own.procedure = form.getAttribute("procedure") || "";
    own.lang = languageOf(form);
    own.document = form.ownerDocument;
    showText(form, "status", [BUILD.sentences[own.lang].loading]);
    if (!window.IntersectionObserver) return void mount(form);
    own.near = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      own.near.disconnect();
      mount(form);
    }, { rootMargin: "100%" });
    own.near.observe(form);
  };

  customElements.define(NAME, class extends HTMLElement {
    constructor() {
      super();
      const shadow = this.attachShadow({ mode: "open" });
      const box = document.createElement("div");
      shadow.append(box);
      this[state] = { shadow, box, turn: 0, prefill: null };
      // Set before the element was defined.
      if (Object.hasOwn(this, "prefill")) {
        const { prefill } = this;
        delete this.prefill;
        this.prefill = prefill;
      }
    }

    static get observedAttributes() {
      return ["procedure", "lang", "base", "mode"];
    }

    // What the portal knows about the person: texts by the ids of the fields.
    get prefill() {
      return this[state].prefill;
    }

    set prefill(value) {
      this[state].prefill = value;
      if (this[state].root) begin(this);
    }

    connectedCallback() {
      const own = this[state];
      // A form that was only moved keeps what it shows.
      if (!(own.root || own.endFrame) || own.document !== this.ownerDocument) begin(this);
    }

    disconnectedCallback() {
      setTimeout(() => this.isConnected || unmount(this));
    }

    attributeChangedCallback(name, before, now) {
      if (before !== now && this.isConnected && this[state].document) begin(this);
    }
  });
})();
