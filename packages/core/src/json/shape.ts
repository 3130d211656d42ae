/**
 * One step down a document. `member` of a fixed-key object, `entry` of a map with data-like keys. `key` is no step of
 * the document: the node of an entry's name, below the entry.
 */
export type Step =
  | { readonly kind: 'root' }
  | { readonly kind: 'member'; readonly key: string }
  | { readonly kind: 'element' }
  | { readonly kind: 'entry' }
  | { readonly kind: 'key' }

/** A path in the document. Ids are dense, in order of first sight; a parent's id is smaller than its children's. */
export interface ShapeNode {
  readonly id: number
  readonly parent: number
  readonly step: Step
  /** Table whose rows hold the values at this node. */
  readonly table: number
  /** True where the value at this node is itself a row of `table`. */
  readonly isRow: boolean
  /** Its values are nothing but empty containers, where others turned out to be taken apart: it is no column. */
  readonly isVoid: boolean
}

/** How rows sit in their container. `single`: the document itself is the one row. */
export type TableLayout = 'single' | 'array' | 'lines' | 'map'

export interface ShapeTable {
  readonly id: number
  /** Of a map, the node of its entries' names has the next id. */
  readonly rowNode: number
  /** Table of the record that holds the container, -1 for table 0. */
  readonly parent: number
  readonly layout: TableLayout
  /** Unescaped member names from the parent's row (or the root) down to the container. */
  readonly path: readonly string[]
  /** Different paths that were validated but not recorded, because the table had reached `maxColumns`; exact up to 1,024, an estimate above. */
  readonly pathsLeftOut: number
  /** Its arrays held scalars when it was made: they are also kept whole, as `json` at their own node. */
  readonly isList: boolean
  /** A caller said that its rows are the records. */
  readonly isRecords: boolean
}

/**
 * What a scan learned of a document's structure. Grows while scanning; nothing in it is renumbered but in a scan that is
 * lost, which hands nothing over any more.
 *
 * Table 0 is the root: an array's elements, the lines of JSON Lines, or the document itself as one row. Inside a
 * row, a member that holds an array of which the first element is an object or a text, or a number or boolean where
 * the array stands once or was learned to be a list, is a child table, and stays one: from then on every element of
 * an array at that path is a row (a scalar, or an inner array as `json`, at the row's own node). A list's arrays are
 * also values of kind `json`. Arrays met before that, other arrays, and empty objects are values of kind `json`.
 *
 * A container that is taken apart (an object with members, an array or map of rows) leaves no value of its own,
 * unless its node is mixed: it was learned to be, or holds other values than empty containers already. Then it is
 * also a value of kind `json`, when it ends. What is no container is left out of a node that is not mixed and where
 * containers were taken apart before; so is an empty one. Of a row, null does not count as another value.
 *
 * An object that was learned to be a map is a table too: its members are rows, in document order, each with its name
 * as the value of the row's `key` node; an empty one leaves nothing. Members named as fixed stay below the map's own
 * node. An array of objects that is itself an entry is a child table with an empty path.
 */
export interface Shape {
  readonly nodes: readonly ShapeNode[]
  readonly tables: readonly ShapeTable[]
}
