const list = document.getElementById('numbers')

const choices = [
  ['approve', 'Approve the name'],
  ['decline', 'Decline the name'],
  ['green', 'Quality green'],
  ['yellow', 'Quality yellow'],
  ['red', 'Quality red'],
  ['unregister', 'Unregister'],
  ['revoke', 'Withdraw the token'],
]

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

async function decide(id, action) {
  await fetch('/meta/decisions', { method: 'POST', body: JSON.stringify({ id, action }) })
  await refresh()
}

function drawNumber({ id, name, phone, name_status, platform_type, quality_rating, status, registrations, isRevoked }) {
  const facts = [
    `name ${name_status}`,
    `platform ${platform_type}`,
    `quality ${quality_rating}`,
    `status ${status}`,
    `${registrations} registration calls`,
    ...(isRevoked ? ['token withdrawn'] : []),
  ]
  const buttons = choices.map(([action, textContent]) =>
    element('button', { type: 'button', textContent, onclick: () => decide(id, action) }),
  )
  return element(
    'li',
    { className: 'number' },
    element('h2', { textContent: `${name}, ${phone}` }),
    element('p', { textContent: facts.join(' · ') }),
    element('div', { className: 'choices', role: 'group', ariaLabel: `Decide about ${name}` }, ...buttons),
  )
}

let shown = ''
async function refresh() {
  const text = await (await fetch('/meta/numbers')).text()
  if (text === shown) return
  shown = text
  list.replaceChildren(...JSON.parse(text).map(drawNumber))
}

setInterval(refresh, 1_000)
void refresh()
