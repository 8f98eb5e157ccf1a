import type { AccountData } from '../../data/account-data.ts'
import type { ConversationFilter } from '../../data/conversation-filter.ts'
import { t } from '../../shell/language.ts'
import { accountPath } from '../../shell/navigation.ts'
import type { Parameters } from '../../shell/route.ts'

/** What an address of the desk says: which conversations, and which of them is open. */
export interface DeskView {
  /** The fixed part of the filter; tab, status and order are the reader's choice. */
  scope: Pick<ConversationFilter, 'inbox' | 'team' | 'label' | 'kind'>
  open: number | undefined
  /** Where the list alone lives. */
  listPath: string
  /** Where a conversation of this list lives. */
  pathOf(conversation: number): string
}

const kinds = { mentions: 'mention', participating: 'participating', unattended: 'unattended' } as const

export function readView(params: Parameters, path: string): DeskView {
  const open = params.conversation_id ? Number(params.conversation_id) : undefined
  if (params.inbox_id) return view({ inbox: Number(params.inbox_id) }, open, `inbox/${params.inbox_id}`)
  if (params.team_id) return view({ team: Number(params.team_id) }, open, `team/${params.team_id}`)
  if (params.label) return view({ label: params.label }, open, `label/${encodeURIComponent(params.label)}`)
  const kind = (Object.keys(kinds) as (keyof typeof kinds)[]).find((name) => path.includes(`/${name}/`))
  if (kind) return { ...view({ kind: kinds[kind] }, open, kind), listPath: accountPath(`${kind}/conversations`) }
  return { ...view({}, open, ''), listPath: accountPath('dashboard') }
}

const view = (scope: DeskView['scope'], open: number | undefined, base: string): DeskView => ({
  scope,
  open,
  listPath: accountPath(base),
  pathOf: (conversation) => accountPath(`${base}${base ? '/' : ''}conversations/${conversation}`),
})

/** The heading of the list. */
export function titleOf({ scope }: DeskView, data: AccountData): string {
  if (scope.inbox) return data.inboxes.byId(scope.inbox)?.name ?? t('desk.title')
  if (scope.team) return data.teams.byId(scope.team)?.name ?? t('desk.title')
  if (scope.label) return `#${scope.label}`
  if (scope.kind) return t(`desk.title.${scope.kind}`)
  return t('desk.title.all')
}
