import type { EntityManager, EventSubscriber, TransactionEventArgs } from '@mikro-orm/core'

const waiting = new WeakMap<object, (() => void)[]>()

/** Runs `work` when the entity manager's transaction has been committed; at once when there is none. */
export function afterCommit(em: Pick<EntityManager, 'getTransactionContext'>, work: () => void): void {
  const transaction = em.getTransactionContext<object>()
  if (!transaction) {
    work()
    return
  }
  const works = waiting.get(transaction)
  if (works) works.push(work)
  else waiting.set(transaction, [work])
}

/** Tells `afterCommit` that a transaction is through. */
export const commitWatcher: EventSubscriber = {
  async afterTransactionCommit({ transaction }: TransactionEventArgs) {
    const works = transaction && waiting.get(transaction)
    if (!works) return
    waiting.delete(transaction)
    for (const work of works) work()
  },
}
