const part = (id) => document.getElementById(id)
const thread = part('thread')
const composer = part('composer')
const box = composer.elements.text
const lookedAt = new Map()
let state = { number: {}, customers: [], chats: {} }
let chosen = location.hash.slice(1)
let replyTo

const twoTicks = 'm1 8 4 4 9-9M10 12l9-9'
const ticks = {
  sending: 'M8 3v5h4',
  sent: 'm4 8 4 4 9-9',
  delivered: twoTicks,
  read: twoTicks,
  failed: 'M10 2v7m0 3v1',
}
const said = { sending: 'sending', sent: 'sent', delivered: 'delivered', read: 'read', failed: 'not delivered' }
const hue = (name) => [...name].reduce((sum, letter) => sum + letter.codePointAt(0) * 37, 0) % 360
const initials = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
const entriesOf = (waId) => state.chats[waId] ?? []
const clock = (at) => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children.filter((child) => child !== undefined))
  return made
}

function avatar(name) {
  const face = element('span', { className: 'avatar', textContent: initials(name), ariaHidden: 'true' })
  face.style.setProperty('--hue', hue(name))
  return face
}

const post = (path, body) => fetch(path, { method: 'POST', body: JSON.stringify(body) })

async function refresh() {
  state = await (await fetch('/chats')).json()
  chosen ||= state.customers[0]?.waId ?? ''
  draw()
}

function draw() {
  part('business').textContent = `of ${state.number.name ?? ''}, ${state.number.phone ?? ''}`
  part('customers').replaceChildren(...state.customers.map(drawCustomer))
  const customer = state.customers.find(({ waId }) => waId === chosen)
  document.title = customer ? `${customer.name} · WhatsApp` : 'WhatsApp customers'
  part('who').textContent = customer ? `${customer.name} writes to ${state.number.name}` : ''
  part('face').textContent = customer ? initials(customer.name) : ''
  part('face').style.setProperty('--hue', hue(customer?.name ?? ''))
  drawThread()
  if (document.visibilityState === 'visible') look()
}

function drawCustomer({ waId, name }) {
  const entries = entriesOf(waId)
  const unread = entries.filter(({ from, at }) => from === 'business' && at > (lookedAt.get(waId) ?? 0)).length
  const last = entries.at(-1)
  const button = element(
    'button',
    { type: 'button', onclick: () => choose(waId) },
    avatar(name),
    element('strong', { textContent: name }),
  )
  if (unread > 0 && waId !== chosen)
    button.append(element('span', { className: 'unread', textContent: String(unread), title: `${unread} unread` }))
  button.append(element('small', { textContent: last ? last.text || '📎' : `+${waId}` }))
  button.setAttribute('aria-current', String(waId === chosen))
  return element('li', {}, button)
}

function choose(waId) {
  chosen = waId
  location.hash = waId
  quote(undefined)
  draw()
  box.focus()
}

function drawThread() {
  const nearEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 80
  let day = ''
  const items = entriesOf(chosen).flatMap((entry) => {
    const today = new Date(entry.at).toLocaleDateString([], { weekday: 'long', day: 'numeric', month: 'long' })
    const mark = today === day ? [] : [element('li', { className: 'day', textContent: today })]
    day = today
    return [...mark, drawEntry(entry)]
  })
  const isOther = thread.dataset.customer !== chosen
  thread.replaceChildren(...items)
  thread.dataset.customer = chosen
  if (nearEnd || isOther) thread.scrollTop = thread.scrollHeight
}

function drawEntry(entry) {
  const mine = entry.from === 'customer'
  const bubble = element(
    'div',
    { className: 'bubble', dir: 'auto' },
    ...quotedIn(entry),
    ...fileIn(entry),
    ...marked(entry.text),
  )
  if (entry.choices?.length) bubble.append(drawChoices(entry))
  bubble.append(element('footer', {}, clock(entry.at), mine ? drawTick(entry.status) : undefined))
  if (entry.reaction) bubble.append(element('span', { className: 'reaction', textContent: entry.reaction }))
  const item = element('li', { className: `${mine ? 'mine' : ''} ${entry.reaction ? 'reacted' : ''}` }, bubble)
  if (!mine) item.append(drawTools(entry))
  return item
}

function drawTick(status) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  svg.setAttribute('viewBox', '0 0 20 14')
  path.setAttribute('d', ticks[status])
  svg.append(path)
  const tick = element('span', { className: 'tick', title: said[status], role: 'img', ariaLabel: said[status] }, svg)
  tick.dataset.status = status
  return tick
}

// WhatsApp's own markup, as the customer's phone shows it.
const marks = { '*': 'strong', _: 'em', '~': 'del', '`': 'code' }
function marked(text) {
  return text
    .split(/((?<![\p{L}\p{N}])([*_~`])(?=\S)[^\n]*?\S\2(?![\p{L}\p{N}]))/u)
    .filter((_, index) => index % 3 !== 2)
    .map((piece, index) => (index % 2 ? element(marks[piece[0]], { textContent: piece.slice(1, -1) }) : piece))
}

function quotedIn({ replyTo: id }) {
  const target = id && entriesOf(chosen).find((entry) => entry.id === id)
  return target ? [element('blockquote', { textContent: (target.text || '📎').slice(0, 120) })] : []
}

function fileIn({ file }) {
  if (!file) return []
  const src = `/files/${file.id}`
  if (file.contentType.startsWith('image/'))
    return [element('img', { src, alt: file.name ?? 'Image', onload: keepEnd })]
  if (file.contentType.startsWith('video/')) return [element('video', { src, controls: true })]
  if (file.contentType.startsWith('audio/')) return [element('audio', { src, controls: true })]
  return [element('a', { href: src, download: file.name ?? 'file', textContent: `📄 ${file.name ?? 'File'}\n` })]
}

const keepEnd = () => {
  if (thread.scrollHeight - thread.scrollTop - thread.clientHeight < 400) thread.scrollTop = thread.scrollHeight
}

const drawChoices = ({ id, choices }) =>
  element(
    'div',
    { className: 'choices' },
    ...choices.map((choice) =>
      element('button', {
        type: 'button',
        textContent: choice.title,
        onclick: () => post('/messages', { waId: chosen, text: choice.title, replyTo: id, choice }),
      }),
    ),
  )

const drawTools = (entry) =>
  element(
    'div',
    { className: 'tools' },
    element('button', { type: 'button', textContent: 'Reply', onclick: () => quote(entry) }),
    element('button', {
      type: 'button',
      textContent: entry.reaction ? '👍 ×' : '👍',
      title: entry.reaction ? 'Take the reaction back' : 'React',
      onclick: () => post('/reactions', { waId: chosen, id: entry.id, emoji: entry.reaction ? null : '👍' }),
    }),
  )

function quote(entry) {
  replyTo = entry?.id
  part('quoted').hidden = !entry
  part('quoted').firstElementChild.textContent = entry ? `Replying to: ${(entry.text || '📎').slice(0, 80)}` : ''
  if (entry) box.focus()
}
part('quoted').querySelector('button').onclick = () => quote(undefined)

// An open chat is a read chat.
function look() {
  const entries = entriesOf(chosen)
  const last = entries.findLast(({ from }) => from === 'business')
  lookedAt.set(chosen, Date.now())
  if (last && last.status !== 'read') void post('/seen', { waId: chosen })
}
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && look())

composer.onsubmit = (event) => {
  event.preventDefault()
  const text = box.value.trim()
  if (!text || !chosen) return
  void post('/messages', { waId: chosen, text, ...(replyTo ? { replyTo } : {}) })
  box.value = ''
  quote(undefined)
}
box.onkeydown = (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault()
    composer.requestSubmit()
  }
}

function sendFile(file) {
  const query = new URLSearchParams({ waId: chosen, name: file.name, caption: box.value.trim() })
  box.value = ''
  return fetch(`/files?${query}`, { method: 'POST', headers: { 'content-type': file.type }, body: file })
}
composer.querySelector('input[type=file]').onchange = async (event) => {
  for (const file of event.target.files) await sendFile(file)
  event.target.value = ''
}
document.addEventListener('paste', (event) => [...event.clipboardData.files].forEach(sendFile))
thread.ondragover = (event) => event.preventDefault()
thread.ondrop = (event) => {
  event.preventDefault()
  ;[...event.dataTransfer.files].forEach(sendFile)
}

part('newcomer').onsubmit = async (event) => {
  event.preventDefault()
  const { name } = event.target.elements
  const waId = `1555017${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`
  await post('/customers', { name: name.value, waId })
  name.value = ''
  choose(waId)
}

let typing
function showTyping() {
  part('presence').textContent = 'typing…'
  clearTimeout(typing)
  typing = setTimeout(() => {
    part('presence').textContent = ''
  }, 25_000)
}

new EventSource('/events').onmessage = ({ data }) => {
  const what = JSON.parse(data)
  if (what.startsWith('typing ')) {
    if (what === `typing ${chosen}`) showTyping()
    return
  }
  if (what === chosen) part('presence').textContent = ''
  void refresh()
}
addEventListener('hashchange', () => location.hash.slice(1) !== chosen && choose(location.hash.slice(1)))
void refresh()
