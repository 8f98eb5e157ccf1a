import bellOff from 'lucide-static/icons/bell-off.svg?raw'
import check from 'lucide-static/icons/check.svg?raw'
import clock from 'lucide-static/icons/clock.svg?raw'
import flag from 'lucide-static/icons/flag.svg?raw'
import hourglass from 'lucide-static/icons/hourglass.svg?raw'
import link from 'lucide-static/icons/link.svg?raw'
import mail from 'lucide-static/icons/mail.svg?raw'
import mailOpen from 'lucide-static/icons/mail-open.svg?raw'
import rotateCcw from 'lucide-static/icons/rotate-ccw.svg?raw'
import tag from 'lucide-static/icons/tag.svg?raw'
import user from 'lucide-static/icons/user.svg?raw'
import users from 'lucide-static/icons/users.svg?raw'
import type { AccountData } from '../../data/account-data.ts'
import type { Agent } from '../../data/agents.ts'
import { type Conversation, type ConversationStatus, type Priority, priorities } from '../../data/conversation.ts'
import type { Availability } from '../../data/session.ts'
import type { MenuEntry, MenuItem } from '../../elements/cb-menu.ts'
import { t } from '../../shell/language.ts'
import { accountPath } from '../../shell/navigation.ts'
import { exactTime } from '../../shell/time.ts'
import { toast } from '../../shell/toast.ts'
import { ConversationActions } from './conversation-actions.ts'
import { snoozeTimes } from './snooze-times.ts'

const entry = (value: string, label: string, icon: string, more: Partial<MenuItem> = {}): MenuItem => ({
  value,
  label,
  icon,
  ...more,
})

/** The states that a conversation can be given from the one it is in. */
export function statusEntries(conversation: Conversation): MenuItem[] {
  const { status } = conversation
  const all: [ConversationStatus, MenuItem][] = [
    ['open', entry('status open', t('desk.status.reopen'), rotateCcw)],
    ['resolved', entry('status resolved', t('desk.status.resolve'), check, { keys: 'Alt+E' })],
    ['pending', entry('status pending', t('desk.status.makePending'), hourglass)],
    ['snoozed', entry('status snoozed', t('desk.status.snooze'), clock, { items: snoozeEntries() })],
  ]
  return all.filter(([name]) => name !== status || name === 'snoozed').map(([, item]) => item)
}

const snoozeEntries = (): MenuItem[] =>
  snoozeTimes().map(({ title, until }) => ({
    value: `snooze ${until ?? 'reply'}`,
    label: t(title),
    ...(until ? { detail: exactTime(until).replace(/^.*?, /, '') } : {}),
  }))

const presences: readonly Availability[] = ['online', 'busy', 'offline']

/** Who may be given the conversation: this reader first, then who is there. */
export function agentEntries({ inbox_id, meta }: Conversation, data: AccountData): MenuItem[] {
  const known = data.presence.value.users
  const stateOf = ({ id, availability_status }: Agent) =>
    Object.keys(known).length > 0 ? data.presence.ofUser(id) : availability_status
  const rank = (agent: Agent) => (agent.id === data.user.id ? -1 : presences.indexOf(stateOf(agent)))
  const agents = data.assignable(inbox_id).value ?? data.agents.value ?? []
  const sorted = [...agents].sort((one, other) => rank(one) - rank(other))
  return [
    { value: 'agent 0', label: t('desk.nobody'), checked: !meta.assignee },
    ...sorted.map((agent) => ({
      value: `agent ${agent.id}`,
      label: labelOf(agent, data),
      checked: agent.id === meta.assignee?.id,
      ...(stateOf(agent) === 'online' ? {} : { detail: t(`shell.availability.${stateOf(agent)}`) }),
    })),
  ]
}

const labelOf = ({ id, available_name, name }: Agent, { user }: AccountData): string =>
  id === user.id ? t('desk.me', { name: available_name || name }) : available_name || name

export const teamEntries = (data: AccountData, chosen: number | undefined): MenuItem[] => [
  { value: 'team 0', label: t('desk.noTeam'), checked: !chosen },
  ...(data.teams.value ?? []).map(({ id, name }) => ({ value: `team ${id}`, label: name, checked: id === chosen })),
]

export const priorityEntries = (chosen: Priority | null): MenuItem[] => [
  ...priorities.map((name) => ({
    value: `priority ${name}`,
    label: t(`desk.priority.${name}`),
    checked: name === chosen,
  })),
  { value: 'priority none', label: t('desk.priority.none'), checked: chosen === null },
]

export const labelEntries = (data: AccountData, chosen: readonly string[]): MenuItem[] =>
  (data.labels.value ?? []).map(({ title }) => ({
    value: `label ${title}`,
    label: title,
    checked: chosen.includes(title),
  }))

/** Everything that can be done to a conversation from a row or its header. */
export function conversationEntries(conversation: Conversation, data: AccountData, withStatus: boolean): MenuEntry[] {
  const { team } = conversation.meta
  const labels = labelEntries(data, conversation.labels)
  const isUnread = conversation.unread_count > 0
  return [
    ...(withStatus ? [...statusEntries(conversation), 'line' as const] : []),
    isUnread ? entry('seen', t('desk.markRead'), mailOpen) : entry('unread', t('desk.markUnread'), mail),
    entry('', t('desk.assignee'), user, { items: agentEntries(conversation, data) }),
    entry('', t('desk.team'), users, { items: teamEntries(data, team?.id) }),
    entry('', t('desk.priority'), flag, { items: priorityEntries(conversation.priority) }),
    ...(labels.length > 0 ? [entry('', t('desk.labels'), tag, { items: labels })] : []),
    'line',
    entry('link', t('desk.copyLink'), link),
    entry(conversation.muted ? 'unmute' : 'mute', t(conversation.muted ? 'desk.unmute' : 'desk.mute'), bellOff),
  ]
}

/** Does what was chosen in one of these menus. */
export async function chooseForConversation(
  choice: string,
  conversation: Conversation,
  data: AccountData,
): Promise<void> {
  const actions = new ConversationActions(data)
  const space = choice.indexOf(' ')
  const [what, value] = space < 0 ? [choice, ''] : [choice.slice(0, space), choice.slice(space + 1)]
  const work: Record<string, () => Promise<unknown>> = {
    status: () => actions.setStatus(conversation, value as ConversationStatus),
    snooze: () => actions.setStatus(conversation, 'snoozed', value === 'reply' ? undefined : Number(value)),
    agent: () => actions.assign(conversation, data.agents.byId(Number(value)) ?? null),
    team: () => actions.assignTeam(conversation, data.teams.byId(Number(value)) ?? null),
    priority: () => actions.setPriority(conversation, value === 'none' ? null : (value as Priority)),
    label: () => actions.toggleLabel(conversation, value),
    seen: () => actions.markSeen(conversation),
    unread: () => actions.markUnread(conversation),
    mute: () => actions.setMuted(conversation, true),
    unmute: () => actions.setMuted(conversation, false),
    link: () => copyLink(conversation),
  }
  await work[what]?.()
}

async function copyLink({ id }: Conversation): Promise<void> {
  await navigator.clipboard.writeText(new URL(accountPath(`conversations/${id}`), location.href).href)
  toast({ text: t('desk.linkCopied'), tone: 'good' })
}
