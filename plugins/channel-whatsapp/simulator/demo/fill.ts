import type { NumberProfile } from '../number.ts'
import { createDesk, type Desk } from './desk.ts'
import { agents, labels, stories, teams } from './stories.ts'
import { type Stage, tell } from './tell.ts'

interface Row {
  id: number
  name: string
  email?: string
  title?: string
  phone_number?: string | null
}

/** Connects the number and plays the stories that were not told yet. What is there already stays as it is. */
export async function fillAccount(
  target: { baseUrl: string; apiToken: string; accountId: number },
  profile: NumberProfile,
  stage: Pick<Stage, 'chats' | 'media'>,
): Promise<void> {
  const desk = createDesk(target)
  const inboxId = await connect(desk, profile)
  const agentIds = await missing(
    desk,
    '/agents',
    'email',
    agents.map((agent) => ({ key: agent.email, body: { ...agent, role: 'agent' } })),
  )
  const teamIds = await missing(
    desk,
    '/teams',
    'name',
    teams.map((name) => ({ key: name, body: { name, allow_auto_assign: true } })),
  )
  await missing(
    desk,
    '/labels',
    'title',
    labels.map((label) => ({ key: label.title, body: { ...label, show_on_sidebar: true } })),
  )
  const everybody: Row[] = await desk.get('/agents')
  await desk.post('/inbox_members', { inbox_id: inboxId, user_ids: everybody.map(({ id }) => id) })
  for (const story of stories)
    if (stage.chats.of(story.waId).length === 0) await tell(story, { ...stage, desk, inboxId, agentIds, teamIds })
}

async function connect(desk: Desk, profile: NumberProfile): Promise<number> {
  const phone = `+${profile.displayPhoneNumber.replace(/\D/g, '')}`
  const { payload }: { payload: Row[] } = await desk.get('/inboxes')
  const known = payload.find(({ phone_number }) => phone_number === phone)
  if (known) return known.id
  const provider_config = {
    api_key: profile.token,
    phone_number_id: profile.phoneNumberId,
    business_account_id: profile.businessAccountId,
  }
  const channel = { type: 'whatsapp', phone_number: phone, provider: 'whatsapp_cloud', provider_config }
  const made: Row = await desk.post('/inboxes', { name: profile.verifiedName, channel })
  return made.id
}

interface Wanted {
  key: string
  body: object
}

/** Makes what is wanted and not there; answers the ids by key. */
async function missing(
  desk: Desk,
  path: string,
  key: 'email' | 'name' | 'title',
  wanted: Wanted[],
): Promise<Map<string, number>> {
  const answer: Row[] | { payload: Row[] } = await desk.get(path)
  const found = Array.isArray(answer) ? answer : answer.payload
  const ids = new Map(found.map((row) => [row[key] ?? '', row.id]))
  for (const one of wanted) if (!ids.has(one.key)) ids.set(one.key, (await desk.post(path, one.body)).id)
  return ids
}
