import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import { getExternalWorkflowHandle, isCancellation, ParentClosePolicy, startChild } from '@temporalio/workflow'
import { succeeds } from './activities.ts'
import type { Mailbox } from './mailbox.ts'
import type { ProcessInput } from './process-input.ts'
import { fixedAttributes } from './search-attributes.ts'
import { summaryOf } from './summary.ts'

type Type = 'channelOnboarding' | 'channelHealth'

const tries = 3

/** The next process goes on where this one ends; one that runs already is told to. What was not heard is handed on. */
export async function handOver(type: Type, workflowId: string, input: ProcessInput, mailbox: Mailbox): Promise<void> {
  const news = mailbox.take()
  for (let attempt = 1; attempt <= tries; attempt++) {
    if (await begin(type, workflowId, { ...input, ...(news.length > 0 && { news }) })) break
    // It runs. Between the two calls it may have ended: then it is started after all.
    if (!(await succeeds(getExternalWorkflowHandle(workflowId).signal('wanted')))) continue
    mailbox.giveBack(news)
    break
  }
  // What came while the other one started.
  for (const { name, ...letter } of mailbox.take())
    await succeeds(getExternalWorkflowHandle(workflowId).signal(name, letter))
}

/** False when it runs already. */
async function begin(type: Type, workflowId: string, input: ProcessInput): Promise<boolean> {
  try {
    await startChild(type, {
      workflowId,
      args: [input],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: fixedAttributes(input),
      memo: { inboxName: input.inboxName },
      staticSummary: summaryOf(type, input),
    })
    return true
  } catch (error) {
    if (isCancellation(error) || !(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    return false
  }
}

/** Tells the other process of this inbox, if it runs, that this one has taken over. Nobody waits for it. */
export function supersede(workflowId: string): void {
  void succeeds(getExternalWorkflowHandle(workflowId).signal('superseded')).catch(() => {})
}
