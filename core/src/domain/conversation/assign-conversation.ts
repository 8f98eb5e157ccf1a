import { query } from '../../database/query.ts'
import { writeActivity } from '../message/write-activity.ts'
import type { Work } from '../work.ts'
import type { ConversationColumns } from './conversation.rows.ts'
import { addParticipants } from './participants.ts'
import { type ConversationFactDraft, saveConversation } from './save-conversation.ts'

/** A key that is absent stays as it is; null takes away. */
export interface AssignmentWish {
  assigneeId?: number | null
  teamId?: number | null
}

interface Named {
  id: number
  name: string
}

/**
 * Gives a conversation to an agent or a team, or takes it away. Ids of nobody in the account mean nobody. A new team
 * unassigns an agent who is not in it. Whether the agent is a member of the inbox is not asked, as clients expect.
 */
export async function assignConversation(
  work: Work,
  conversation: ConversationColumns,
  wish: AssignmentWish,
): Promise<ConversationColumns> {
  const team = wish.teamId === undefined ? undefined : await findTeam(work, wish.teamId)
  const assignee = await assigneeOf(work, conversation, wish, team)
  const previousTeam = team === undefined ? null : await findTeam(work, conversation.team_id)
  const saved = await saveConversation(
    work,
    conversation,
    {
      ...(assignee === undefined ? {} : { assignee_id: assignee?.id ?? null }),
      ...(team === undefined ? {} : { team_id: team?.id ?? null }),
    },
    factsOf(conversation, assignee, team),
  )
  await tell(work, conversation, saved, { assignee, team, previousTeam })
  if (saved.assignee_id !== null && saved.assignee_id !== conversation.assignee_id)
    await addParticipants(work, saved, [saved.assignee_id])
  return saved
}

async function assigneeOf(
  work: Work,
  conversation: ConversationColumns,
  wish: AssignmentWish,
  team: Named | null | undefined,
): Promise<Named | null | undefined> {
  if (wish.assigneeId !== undefined) return findMember(work, wish.assigneeId)
  if (!team || conversation.assignee_id === null || team.id === conversation.team_id) return undefined
  return (await isInTeam(work, team.id, conversation.assignee_id)) ? undefined : null
}

function factsOf(
  from: ConversationColumns,
  assignee: Named | null | undefined,
  team: Named | null | undefined,
): ConversationFactDraft[] {
  const facts: ConversationFactDraft[] = []
  const assigneeId = assignee?.id ?? null
  const teamId = team?.id ?? null
  if (assignee !== undefined && assigneeId !== from.assignee_id)
    facts.push({ name: 'assignment.changed', payload: { from: from.assignee_id, to: assigneeId } })
  if (team !== undefined && teamId !== from.team_id)
    facts.push({ name: 'team.changed', payload: { from: from.team_id, to: teamId } })
  return facts
}

interface Outcome {
  assignee: Named | null | undefined
  team: Named | null | undefined
  previousTeam: Named | null
}

// One save, one line: a team's line speaks for the agent who came with it.
async function tell(work: Work, from: ConversationColumns, to: ConversationColumns, outcome: Outcome): Promise<void> {
  const { assignee, team, previousTeam } = outcome
  const newAssignee = to.assignee_id === from.assignee_id ? null : (assignee ?? null)
  if (to.team_id !== from.team_id)
    await writeActivity(work, to, {
      kind: 'team',
      team: team?.name ?? null,
      previous: previousTeam?.name ?? null,
      assignee: newAssignee?.name ?? null,
    })
  else if (to.assignee_id !== from.assignee_id)
    await writeActivity(work, to, { kind: 'assignee', assignee: newAssignee })
}

async function findMember({ em, accountId }: Work, userId: number | null): Promise<Named | null> {
  if (!userId) return null
  const text = `select u.id, coalesce(nullif(u.display_name, ''), u.name) as name
    from account_users m join users u on u.id = m.user_id where m.account_id = $1 and m.user_id = $2`
  return (await query<Named>(em, text, [accountId, userId]))[0] ?? null
}

async function findTeam({ em, accountId }: Work, teamId: number | null): Promise<Named | null> {
  if (!teamId) return null
  return (
    (await query<Named>(em, 'select id, name from teams where account_id = $1 and id = $2', [accountId, teamId]))[0] ??
    null
  )
}

const isInTeam = async ({ em, accountId }: Work, teamId: number, userId: number): Promise<boolean> =>
  (
    await query(em, 'select from team_members where account_id = $1 and team_id = $2 and user_id = $3', [
      accountId,
      teamId,
      userId,
    ])
  ).length > 0
