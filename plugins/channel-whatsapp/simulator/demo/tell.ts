import type { Customer } from '../customer.ts'
import type { MediaStore } from '../media-store.ts'
import type { Chats } from '../page/chats.ts'
import { type Desk, eventually } from './desk.ts'
import { bicycle } from './picture.ts'
import type { Step, Story } from './stories.ts'

export interface Stage {
  desk: Desk
  chats: Chats
  media: MediaStore
  inboxId: number
  agentIds: ReadonlyMap<string, number>
  teamIds: ReadonlyMap<string, number>
}

/** Plays a story: the customer by webhooks, the agents by the public API. */
export async function tell(story: Story, stage: Stage): Promise<void> {
  const customer = stage.chats.number.customer({ waId: story.waId, name: story.name })
  let conversation: number | undefined
  for (const step of story.steps) {
    if (await speaks(step, customer, stage)) conversation ??= await conversationOf(story, stage)
    else await answers(step, conversation ?? (await conversationOf(story, stage)), stage)
  }
  if (conversation !== undefined) await file(story, conversation, stage)
}

async function speaks(step: Step, customer: Customer, { chats, media }: Stage): Promise<boolean> {
  const said = (written: { id: string; answer: Promise<number> }, entry: Parameters<Chats['say']>[2]) => {
    chats.say(customer, written, entry)
    return written.answer.then(() => true)
  }
  if ('customer' in step) return said(customer.writes(step.customer), { text: step.customer })
  if ('place' in step)
    return said(customer.sends({ type: 'location', location: step.place }), { text: `📍 ${step.place.name}` })
  if (!('photo' in step)) return false
  const photo = media.add(bicycle(step.photo), 'image/png', 'bicycle.png')
  const caption = step.caption ? { caption: step.caption } : {}
  return said(customer.sendsMedia('image', photo, caption), {
    text: step.caption ?? '',
    file: { id: photo.id, contentType: 'image/png' },
  })
}

async function answers(step: Step, conversation: number, { desk, chats }: Stage): Promise<void> {
  const path = `/conversations/${conversation}/messages`
  const before = chats.number.sent.length
  if ('note' in step) {
    await desk.post(path, { content: step.note, private: true })
    return
  }
  if ('failing' in step) {
    chats.number.script.next('messages', { error: step.reason })
    const { id } = await desk.post(path, { content: step.failing })
    await eventually(async () => {
      const { payload } = await desk.get(path)
      return payload.find((message: { id: number; status: string }) => message.id === id && message.status === 'failed')
    })
    return
  }
  if ('agent' in step) await desk.post(path, { content: step.agent })
  if ('question' in step) {
    const items = step.choices.map((title) => ({ title, value: title.toLowerCase() }))
    await desk.post(path, { content: step.question, content_type: 'input_select', content_attributes: { items } })
  }
  if ('agentPhoto' in step) await desk.post(path, photoForm(step.caption, step.agentPhoto))
  await eventually(async () => (chats.number.sent.length > before ? true : undefined))
}

function photoForm(content: string, colour: [number, number, number]): FormData {
  const form = new FormData()
  form.append('content', content)
  form.append('attachments[]', new Blob([new Uint8Array(bicycle(colour))], { type: 'image/png' }), 'juniper-3.png')
  return form
}

const conversationOf = (story: Story, { desk, inboxId }: Stage): Promise<number> =>
  eventually(async () => {
    const { data } = await desk.get(`/conversations?status=all&inbox_id=${inboxId}`)
    const mine = data.payload.find((one: { meta: { sender: { name: string } } }) => one.meta.sender.name === story.name)
    return mine?.id as number | undefined
  })

async function file(
  { labels, assignee, team, priority, status }: Story,
  conversation: number,
  stage: Stage,
): Promise<void> {
  const { desk, agentIds, teamIds } = stage
  const path = `/conversations/${conversation}`
  if (labels) await desk.post(`${path}/labels`, { labels })
  if (assignee) await desk.post(`${path}/assignments`, { assignee_id: agentIds.get(assignee) })
  if (team) await desk.post(`${path}/assignments`, { team_id: teamIds.get(team) })
  if (priority) await desk.post(`${path}/toggle_priority`, { priority })
  if (status)
    await desk.post(`${path}/toggle_status`, {
      status,
      ...(status === 'snoozed' ? { snoozed_until: inSixWeeks() } : {}),
    })
}

const inSixWeeks = (): number => Math.floor(Date.now() / 1000) + 42 * 86_400
