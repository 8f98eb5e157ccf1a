/** Something that only the operator can put right. The process says the sentence, without a stack trace, and ends. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem'
}
