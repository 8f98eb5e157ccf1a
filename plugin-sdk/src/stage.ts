/**
 * Where a tap stands among the others of its hook: `hook.tap({ name: 'x', stage: Stage.Late }, …)`. Within a stage plugins
 * follow their dependencies, then their ids.
 */
export const Stage = { Early: -100, Normal: 0, Late: 100, Observe: 1000 } as const
