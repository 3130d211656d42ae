import { firstJudgement } from './judge-map.js'
import { hashKey, type KeySpan } from './key-table.js'
import { isColumn } from './learn-shape.js'
import { keptWhole } from './node-lanes.js'
import type { Path } from './path-tree.js'
import type { ShapeNode } from './shape.js'
import { ShapeBuilder } from './shape-builder.js'

/** What nodes and tables became. */
export interface Moves {
  readonly nodes: Int32Array
  readonly tables: Int32Array
}

/** A shape of which what was learned can be folded while the scan, which will start again, goes on. */
export class FoldingShape extends ShapeBuilder {
  /**
   * In a lost scan: nodes anew, one for each path that remains when what shows to be maps are maps, with all that was
   * counted. The nodes that those before became.
   */
  fold(): Moves {
    const places = this.learner.foldPaths()
    const before = [...this.nodes]
    const tablesBefore = [...this.tables]
    const keys = this.keys.copy()
    this.forget()
    const paths: Path[] = []
    const moved = new Int32Array(before.length)
    const move = ({ id, parent, step }: ShapeNode): number => {
      if (step.kind === 'key') return moved[parent]! + 1
      const path = places[id]!
      if (path.node >= 0) return path.node
      if (parent < 0) this.addRootTable(tablesBefore[0]!.layout)
      path.node = parent < 0 ? 0 : this.follow(path, moved[parent]!, places[parent]!, keys.of(id))
      paths.push(path)
      return path.node
    }
    for (const node of before) moved[node.id] = move(node)
    for (const path of paths) this.take(path)
    for (const path of paths) this.settle(path)
    for (const [map, fixed] of this.learner.maps) this.addFixed(map, fixed)
    this.learner.countSpare(this.nodes.length)
    return {
      nodes: moved,
      tables: Int32Array.from(tablesBefore, ({ rowNode }) => this.nodes[moved[rowNode]!]!.table),
    }
  }

  /** A node for a path below the node of the one above it. */
  private follow(path: Path, parent: number, above: Path, key: KeySpan): number {
    const { step } = path
    const { table } = this.nodes[parent]!
    if (step.kind === 'element') {
      const root = this.tables[0]!
      if (parent === 0 && (root.layout === 'array' || root.layout === 'lines')) return root.rowNode
      const id = this.tables.length
      const node = this.addElement(parent, id)
      this.addTable(parent, table, 'array', node, !above.isTable)
      this.childTable[parent] = id
      return node
    }
    if (step.kind === 'entry') {
      if (this.learnedAt[parent]?.map === undefined) {
        if (!this.learner.isFoundMap(parent)) this.learner.maps.set(parent, above.fixed ?? [])
        return this.commonEntry(parent, table)
      }
      if (this.mapTable[parent]! < 0) this.addEntries(parent, table, this.tables.length)
      return this.tables[this.mapTable[parent]!]!.rowNode
    }
    const { bytes, start, end, isRaw } = key
    const node = this.addNode(parent, step, table, false)
    this.keys.add(node, hashKey(parent, bytes, start, end), parent, bytes, start, end, isRaw)
    this.keysBelow[parent]!++
    return node
  }

  /** What was counted of the path of a new node. */
  private take(path: Path): void {
    const { node } = path
    const { table, isRow } = this.nodes[node]!
    this.instances[node] = path.instances
    this.occurrences[node] = path.step.kind === 'entry' ? (isRow ? 0 : path.rows) : path.occurrences
    this.kinds[node] = path.kinds
    if (isRow) this.rowsBegun[table] = path.rows
    if (path.isWhole) this.mapTable[node] = keptWhole
    if (path.isMixed) this.isMixed[node] = 1
    if (path.isList && this.isList[node] === 0) this.isList[node] = 1
    if (path.lengths !== undefined) this.learner.lengths.set(node, path.lengths)
    if (
      path.fixed !== undefined &&
      this.learnedAt[node]?.map === undefined &&
      !this.learner.isFoundMap(node)
    ) {
      this.learner.maps.set(node, path.fixed)
      this.judgedAt[node] = 0
    }
    if (isColumn(path) && !this.columns.isFull(table)) this.columns.add(node, table)
  }

  /** What is asked next about a path whose table has all its columns. */
  private settle({ node }: Path): void {
    const keys = this.keysBelow[node]!
    if (!this.learner.isFoundMap(node) && keys >= firstJudgement) this.judgedAt[node] = Math.ceil(keys * 1.5)
    if (this.columns.isColumn[node] === 0 && this.columns.isFull(this.nodes[node]!.table))
      this.columns.refuse(node)
  }

  private forget(): void {
    this.nodes.length = 0
    this.tables.length = 0
    this.learnedAt.length = 0
    this.keys.truncate(0)
    this.columns.clear()
    this.commonEntries.clear()
    this.leftOutKeys.clear()
    this.learner.begin()
  }
}
