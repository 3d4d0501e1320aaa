// Shared by the measurements: the browser library of the harness, a phone, a server, a median.
//
// HARNESS is the folder of the harness, with its pages built (`node build.mjs`).
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import zlib from 'node:zlib'

export const harness = process.env.HARNESS ?? process.cwd()
const { chromium } = await import(path.join(harness, 'node_modules/playwright-core/index.mjs'))

export const ours = new URL('../../dist', import.meta.url).pathname
export const peer = (name) => path.join(harness, 'dist', name)

/** Launches a browser with the screen of a phone; `end` closes it. */
export async function phone() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'vi-VN' })
  const page = await context.newPage()
  const tools = await context.newCDPSession(page)
  return { page, tools, slow: (rate) => tools.send('Emulation.setCPUThrottlingRate', { rate }), end: () => browser.close() }
}

export const median = (all) => [...all].sort((a, b) => a - b)[all.length >> 1]

/** Runs all pages in alternating order, so that a busy minute affects all of them. */
export async function interleaved(names, runs, run) {
  const results = Object.fromEntries(names.map((name) => [name, []]))
  for (let i = 0; i < runs; i++) for (const name of i % 2 ? [...names].reverse() : names) results[name].push(await run(name))
  return results
}

// Serves a folder, compressed as a CDN would.
const kinds = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.wasm': 'application/wasm' }
const compressed = new Map()
export function serve(folder) {
  const respond = (request, response) => {
    let name = decodeURIComponent(request.url.split('?')[0])
    if (name.endsWith('/')) name += 'index.html'
    const file = path.join(folder, name)
    if (!fs.existsSync(file)) return response.writeHead(404).end()
    if (!compressed.has(file)) compressed.set(file, zlib.brotliCompressSync(fs.readFileSync(file)))
    const kind = kinds[path.extname(file)] ?? 'text/plain'
    response.writeHead(200, { 'content-type': kind, 'content-encoding': 'br', 'cache-control': 'no-cache' }).end(compressed.get(file))
  }
  const server = http.createServer(respond)
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${server.address().port}`)))
}
