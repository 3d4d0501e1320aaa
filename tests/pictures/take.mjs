// Takes the three pictures of README.md: a first step, an answer that is refused, a receipt.
//
//     cargo xtask serve
//     HARNESS=<folder with playwright-core> node tests/pictures/take.mjs [http://127.0.0.1:8080]
//
// Completes an example of 602b in a real browser against a real receiver and writes
// `docs/pictures/*.webp`. Nothing is retouched. The person of the example is invented.
import fs from 'node:fs'
import { phone } from '../bench/phone.mjs'

const address = process.argv[2] ?? 'http://127.0.0.1:8080'
const root = new URL('../../', import.meta.url)
const { answers } = JSON.parse(fs.readFileSync(new URL('procedures/602b/examples/ok-case-c.json', root)))
const folder = new URL('docs/pictures/', root)
// One digit less than the field takes.
const incomplete = { name: 'personal_number', text: answers.personal_number.slice(0, -1) }

const { page, tools, end } = await phone()
page.setDefaultTimeout(120_000)
await page.setViewportSize({ width: 360, height: 640 })

/** Writes what a phone of 360×640 shows, with the element at the top of the screen. */
async function picture(name, element) {
  await page.evaluate((selector) => {
    document.activeElement?.blur()
    document.querySelector(selector).scrollIntoView({ block: 'start', behavior: 'instant' })
  }, element)
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))))
  const { data } = await tools.send('Page.captureScreenshot', { format: 'webp', quality: 70 })
  fs.writeFileSync(new URL(`${name}.webp`, folder), Buffer.from(data, 'base64'))
}

const step = () => page.evaluate(() => location.hash)

/** Types or chooses the answer of one control, unless it has one. */
async function answer(name, value) {
  const control = page.locator(`form [name="${name}"]`).first()
  const kind = await control.evaluate((element) => element.type)
  if (kind === 'radio' || kind === 'checkbox') {
    for (const one of [value].flat()) {
      const text = one === true ? 'yes' : one === false ? 'no' : one
      const choice = page.locator(`form [name="${name}"][value="${text}"]`)
      if (!(await choice.isChecked())) await choice.evaluate((element) => element.click())
    }
  } else if (kind === 'select-one') {
    await control.selectOption(String(value))
  } else if ((await control.inputValue()) === '') {
    const date = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(value)
    await control.fill(date ? date.slice(1).filter(Boolean).reverse().join('/') : String(value))
  }
}

/** Answers what the step asks; an answer may show further questions. */
async function answerStep() {
  const seen = new Set()
  for (;;) {
    const names = await page.evaluate(() => [...document.querySelectorAll('form [name]')].map((control) => control.name))
    const next = names.find((name) => !seen.has(name))
    if (next === undefined) return
    seen.add(next)
    if (next in answers) await answer(next, answers[next])
  }
}

/** Presses the button of the step until the next step is open: a warning asks for a second press. */
async function submitStep() {
  const before = await step()
  for (let press = 0; press < 3; press++) {
    await page.click('form button[type=submit]')
    const left = await page.waitForFunction((hash) => location.hash !== hash, before, { timeout: 20_000 }).catch(() => null)
    if (left) return
  }
  throw new Error(`${before} is not complete: ${await page.locator('[data-hoso-summary]').innerText()}`)
}

await page.goto(`${address}/602b/`)
await page.waitForFunction(() => document.documentElement.dataset.hosoState === 'live')
await picture('1-question', 'body')
await answerStep()
await submitStep()

await answerStep()
await page.fill(`[name=${incomplete.name}]`, incomplete.text)
await page.click('form button[type=submit]')
await page.waitForSelector('[data-hoso-summary]')
await picture('2-error', '[data-hoso-summary]')
await page.fill(`[name=${incomplete.name}]`, '')

while (!['#sending', '#receipt'].includes(await step())) {
  await answerStep()
  await submitStep()
}
await page.waitForFunction(() => location.hash === '#receipt')
await picture('3-receipt', 'body')
await end()
console.log(fs.readdirSync(folder).map((name) => `${name} ${fs.statSync(new URL(name, folder)).size} bytes`).join('\n'))
