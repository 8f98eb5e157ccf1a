/** Where a tap stands among the others of its hook. Within a stage plugins follow their dependencies, then their ids. */
export const stages = { Early: -100, Normal: 0, Late: 100, Observe: 1000 } as const

export const isStage = (value: unknown): boolean => Object.values<unknown>(stages).includes(value)
