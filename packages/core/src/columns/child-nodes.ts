import type { Shape } from '../json/shape.js'

/** Gives the children of a node of a shape that may still grow. */
export function createChildNodes(shape: Shape): (node: number) => readonly number[] {
  const children: number[][] = []
  let linked = 1
  return (node) => {
    for (; linked < shape.nodes.length; linked++) {
      const { parent } = shape.nodes[linked]!
      const siblings = children[parent] ?? []
      children[parent] = siblings
      siblings.push(linked)
    }
    return children[node] ?? []
  }
}
