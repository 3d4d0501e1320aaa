// Completes the form of a <hoso-form>, or of a page whose root is `form`, step by step, as far as its
// answers go. `values` has the texts of each field by its name, `photos` the base64 text of a photo by the name of its
// field. Stops at a step, if `last` is its id. Resolves to the last step.
async (form, values, last, photos = {}) => {
  const frame = () => new Promise(requestAnimationFrame);
  const root = () => form.shadowRoot?.querySelector("[data-hoso]") ?? form;
  const steps = () => window.hosoEvents.filter((event) => event.type === "hoso:step" && event.form === form);
  const until = async (what, condition) => {
    const end = performance.now() + 20000;
    for (;;) {
      const found = condition();
      if (found) return found;
      if (performance.now() > end) throw new Error(`${what} in step ${steps().at(-1)?.detail.id}: ${root()?.innerText}`);
      await frame();
    }
  };
  const isDone = () => window.hosoEvents.some((event) => ["hoso:submitted", "hoso:failed"].includes(event.type));

  const attach = async (input, photo) => {
    const transfer = new DataTransfer();
    const bytes = Uint8Array.from(atob(photo), (character) => character.charCodeAt(0));
    transfer.items.add(new File([bytes], "photo.jpg", { type: "image/jpeg" }));
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    const shown = () => root().querySelectorAll(`[data-photo="${input.name}"] .photo__item img`).length;
    await until(`no photo of ${input.name}`, () => shown() === 1);
  };

  const fill = async () => {
    const filled = new Set();
    for (let grew = true; grew;) {
      grew = false;
      for (const name of [...root().querySelectorAll("form [name]")].map((control) => control.name)) {
        if (filled.has(name) || !(values[name] || photos[name])) continue;
        filled.add(name);
        grew = true;
        const controls = [...root().querySelectorAll(`form [name="${name}"]`)];
        const [control] = controls;
        if (control.type === "file") {
          if (photos[name]) await attach(control, photos[name]);
        } else if (["radio", "checkbox"].includes(control.type)) {
          for (const value of values[name]) {
            const choice = controls.find((one) => one.value === value) ?? control;
            if (!choice.checked) choice.click();
          }
        } else {
          control.focus();
          control.value = values[name][0];
          control.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
          control.dispatchEvent(new Event("change", { bubbles: true }));
          control.blur();
        }
        await frame();
        await frame();
      }
    }
  };

  await until("no step", () => steps().length);
  while (!isDone() && steps().at(-1).detail.id !== last) {
    const { id } = steps().at(-1).detail;
    await fill();
    const hasMoved = () => isDone() || steps().at(-1).detail.id !== id || !root().querySelector("form");
    for (let press = 0; press < 2 && !hasMoved(); press += 1) {
      root().querySelector("form button[type=submit]").click();
      await until("nothing happens", () => hasMoved() || root().querySelector(".error-summary"));
      await frame();
    }
    if (!hasMoved()) await until("errors", hasMoved);
    await until("no form", () => isDone() || root().querySelector("form"));
  }
  return steps().at(-1).detail.id;
}
