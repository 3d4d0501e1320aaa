// First contentful paint and first field that is seen, on the reference phone and line: the plain
// HTML page and the Solid page of the harness against ours.
//
//     HARNESS=<folder> node tests/bench/first_paint.mjs [runs]
import { interleaved, median, ours, peer, phone, serve } from './phone.mjs'

const pages = {
  html: `${await serve(peer('html'))}/`,
  solid: `${await serve(peer('solid'))}/`,
  hoso: `${await serve(ours)}/602b/`,
}
const watch = `{
  const field = () => {
    const found = document.querySelector('input:not([type=hidden]):not([type=file]), select')
    if (found?.getClientRects().length) window.seen = performance.now(); else requestAnimationFrame(field)
  }
  requestAnimationFrame(field)
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'first-contentful-paint') window.painted = entry.startTime
  }).observe({ type: 'paint', buffered: true })
}`

const results = await interleaved(Object.keys(pages), Number(process.argv[2] ?? 5), async (name) => {
  const { page, tools, slow, end } = await phone()
  await tools.send('Network.enable')
  await tools.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 2e5, uploadThroughput: 93750 })
  await slow(6)
  await page.addInitScript(watch)
  await page.goto(pages[name], { waitUntil: 'commit' })
  await page.waitForFunction('window.painted && window.seen')
  const seen = await page.evaluate('({ paint: painted, field: seen })')
  await end()
  return seen
})
for (const what of ['paint', 'field']) {
  const times = Object.entries(results).map(([name, all]) => [name, median(all.map((one) => one[what]))])
  const { html } = Object.fromEntries(times)
  console.log(what, ...times.map(([name, time]) => `${name} ${time.toFixed(0)} ms (${(time / html).toFixed(2)})`))
}
process.exit(0)
