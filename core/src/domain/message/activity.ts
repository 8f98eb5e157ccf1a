import type { Actor } from '../../actor.ts'
import type { ConversationStatus, Priority } from '../conversation/conversation.names.ts'

/** A change that is told in the thread. */
export type Activity =
  | { kind: 'status'; status: ConversationStatus; reason?: 'incoming message' | undefined }
  | { kind: 'priority'; from: Priority | null; to: Priority | null }
  | { kind: 'labels'; added: readonly string[]; removed: readonly string[] }
  | { kind: 'team'; team: string | null; previous: string | null; assignee: string | null }
  | { kind: 'assignee'; assignee: { id: number; name: string } | null }
  | { kind: 'mute'; muted: boolean }

/** The English lines that a change leaves in its thread; none where nobody is to be named. */
export function activityLines(activity: Activity, actor: Actor): string[] {
  if (activity.kind === 'status') return statusLines(activity, actor)
  const who = actorName(actor)
  if (who === undefined) return []
  switch (activity.kind) {
    case 'priority':
      return priorityLines(activity, who)
    case 'labels':
      return labelLines(activity, who)
    case 'team':
      return teamLines(activity, who)
    case 'assignee':
      return [assigneeLine(activity.assignee, actor, who)]
    case 'mute':
      return [activity.muted ? `${who} muted the conversation` : `${who} unmuted the conversation`]
  }
}

// A contact changes nothing by hand, and an unattended change is nobody's.
function actorName(actor: Actor): string | undefined {
  if (actor.kind === 'rule') return 'Automation'
  return actor.kind === 'user' || actor.kind === 'bot' ? actor.name : undefined
}

const statusVerbs: Record<ConversationStatus, string> = {
  open: 'reopened the conversation',
  resolved: 'resolved the conversation',
  pending: 'set the conversation to pending',
  snoozed: 'snoozed the conversation',
}

function statusLines({ status, reason }: Extract<Activity, { kind: 'status' }>, actor: Actor): string[] {
  if (actor.kind === 'contact' && reason === 'incoming message')
    return ['Reopened by the system because of a new incoming message']
  if (actor.kind === 'contact') return status === 'resolved' ? [`${actor.name} resolved the conversation`] : []
  const who = actorName(actor)
  return who === undefined ? [] : [`${who} ${statusVerbs[status]}`]
}

function priorityLines({ from, to }: { from: Priority | null; to: Priority | null }, who: string): string[] {
  if (from === to) return []
  if (from === null) return [`${who} set the priority to ${to}`]
  return [to === null ? `${who} removed the priority` : `${who} changed the priority from ${from} to ${to}`]
}

const labelLines = ({ added, removed }: { added: readonly string[]; removed: readonly string[] }, who: string) => [
  ...(added.length > 0 ? [`${who} added ${added.join(', ')}`] : []),
  ...(removed.length > 0 ? [`${who} removed ${removed.join(', ')}`] : []),
]

function teamLines({ team, previous, assignee }: Extract<Activity, { kind: 'team' }>, who: string): string[] {
  if (team === null) return [`${who} took the conversation from ${previous ?? 'its team'}`]
  return [assignee === null ? `${who} assigned ${team}` : `${who} assigned ${assignee} from ${team}`]
}

function assigneeLine(assignee: { id: number; name: string } | null, actor: Actor, who: string): string {
  if (!assignee) return `${who} unassigned the conversation`
  const self = actor.kind === 'user' && actor.id === assignee.id
  return self ? `${who} self-assigned this conversation` : `${who} assigned ${assignee.name}`
}
