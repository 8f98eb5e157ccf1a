type Node = Record<string, unknown>

/**
 * The provider's description as JSON Schema can read it. Two of its habits have to be undone: examples that look like
 * keywords, and `additionalProperties: false` inside the branches of `allOf`, by which nothing at all would fit.
 */
// biome-ignore lint/suspicious/noExplicitAny: the shape is the provider's
export function toJsonSchema(document: Node): any {
  return convert(document)
}

const dropped = new Set(['example', 'examples', 'discriminator', 'xml', 'externalDocs', 'deprecated'])

function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key, inner]) => !dropped.has(key) || isSchemaMap(inner, key))
  const node: Node = Object.fromEntries(entries.map(([key, inner]) => [key, convert(inner)]))
  return closeOutside(allowNull(node))
}

// A property may be called "example": then it is a schema and not an illustration.
const isSchemaMap = (inner: unknown, key: string): boolean =>
  key === 'example' && typeof inner === 'object' && inner !== null && 'type' in inner && 'description' in inner

function allowNull(node: Node): Node {
  if (node.nullable !== true || typeof node.type !== 'string') return node
  return { ...node, type: [node.type, 'null'] }
}

function closeOutside(node: Node): Node {
  if (!Array.isArray(node.allOf)) return node
  const branches = node.allOf as Node[]
  if (!branches.some((branch) => branch.additionalProperties === false)) return node
  const opened = branches.map(({ additionalProperties: _, ...branch }) => branch)
  return { ...node, allOf: opened, unevaluatedProperties: false }
}
