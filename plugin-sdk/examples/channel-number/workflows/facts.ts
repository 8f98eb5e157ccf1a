/** What is seen of a number: what `observe` answers. Small, and nothing secret: it is kept in the process's history. */
export interface NumberFacts extends Record<string, unknown> {
  number: string
  state: 'bought' | 'active' | 'released'
  proof: 'missing' | 'in_review' | 'approved' | 'rejected'
  /** The reviewer's own words. */
  rejection: string | null
}
