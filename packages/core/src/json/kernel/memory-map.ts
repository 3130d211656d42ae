// Where everything stands in the kernel's memory. Compiled twice: as TypeScript, and as AssemblyScript into the kernel;
// so it holds nothing but constants. A lane is a typed array that the scan and the kernel share; the gaps keep the
// lanes' entries of one node in different sets of the processor's first cache.

export const pageBytes = 65_536
/** 20 MiB, allocated once and never grown; what is not written to takes no memory. */
export const memoryPages = 320
const gap = 192

/** What the scan holds in variables, while the kernel runs: 64 integers, then 64 doubles. */
export const integersAt = 1_024
export const doublesAt = 1_280

/** Ends with room for a terminator and for the vector that reads across it. */
export const windowCapacity = 2_097_152
export const windowAt = 2_048

export const valueCapacity = 32_768
export const valueNodeAt = windowAt + windowCapacity + 4_096
export const valueRowAt = valueNodeAt + 4 * valueCapacity + gap
export const valueKindAt = valueRowAt + 4 * valueCapacity + gap
export const valueNumberAt = valueKindAt + valueCapacity + gap
export const valueStartAt = valueNumberAt + 8 * valueCapacity + gap
export const valueSizeAt = valueStartAt + 4 * valueCapacity + gap

export const rowCapacity = 8_192
export const rowTableAt = valueSizeAt + 4 * valueCapacity + gap
export const rowRowAt = rowTableAt + 4 * rowCapacity + gap
export const rowParentAt = rowRowAt + 4 * rowCapacity + gap
export const rowIndexAt = rowParentAt + 4 * rowCapacity + gap
export const rowStartAt = rowIndexAt + 4 * rowCapacity + gap
export const rowEndAt = rowStartAt + 8 * rowCapacity + gap

export const frameCapacity = 2_048
export const frameKindAt = rowEndAt + 8 * rowCapacity + gap
export const frameNodeAt = frameKindAt + frameCapacity + gap
export const frameRowAt = frameNodeAt + 4 * frameCapacity + gap
export const frameRowSerialAt = frameRowAt + 4 * frameCapacity + gap
export const frameStartAt = frameRowSerialAt + 8 * frameCapacity + gap
export const frameCountAt = frameStartAt + 8 * frameCapacity + gap
export const framePreviousAt = frameCountAt + 8 * frameCapacity + gap
export const frameSerialAt = framePreviousAt + 4 * frameCapacity + gap
export const frameTableAt = frameSerialAt + 8 * frameCapacity + gap
export const frameElementAt = frameTableAt + 4 * frameCapacity + gap
export const frameElementStartAt = frameElementAt + 4 * frameCapacity + gap
export const frameEntriesAt = frameElementStartAt + 8 * frameCapacity + gap

/** Paths of tables, and those that are only followed while a shape is learned. */
export const nodeCapacity = 131_072
export const aboveAt = frameEntriesAt + 4 * frameCapacity + gap
export const tableOfAt = aboveAt + 4 * nodeCapacity + gap
export const childTableAt = tableOfAt + 4 * nodeCapacity + gap
export const mapTableAt = childTableAt + 4 * nodeCapacity + gap
export const instancesAt = mapTableAt + 4 * nodeCapacity + gap
export const occurrencesAt = instancesAt + 4 * nodeCapacity + gap
export const keysBelowAt = occurrencesAt + 4 * nodeCapacity + gap
export const kindsAt = keysBelowAt + 4 * nodeCapacity + gap
export const isColumnAt = kindsAt + 4 * nodeCapacity + gap
export const isBareAt = isColumnAt + nodeCapacity + gap
export const isMixedAt = isBareAt + nodeCapacity + gap
export const mayBeListAt = isMixedAt + nodeCapacity + gap
export const notedLengthAt = mayBeListAt + nodeCapacity + gap
export const isLearnedAt = notedLengthAt + 4 * nodeCapacity + gap
export const judgedAtAt = isLearnedAt + nodeCapacity + gap
export const followingAt = judgedAtAt + 4 * nodeCapacity + gap
export const firstAt = followingAt + 4 * nodeCapacity + gap
export const seenInAt = firstAt + 4 * nodeCapacity + gap
export const rowsInAt = seenInAt + 8 * nodeCapacity + gap

/** The table of keys. */
export const keyHeadsAt = rowsInAt + 8 * nodeCapacity + gap
export const keyChainAt = keyHeadsAt + 4 * nodeCapacity + gap
export const keyHashAt = keyChainAt + 4 * nodeCapacity + gap
export const keyParentAt = keyHashAt + 4 * nodeCapacity + gap
export const keyStartAt = keyParentAt + 4 * nodeCapacity + gap
export const keySizeAt = keyStartAt + 4 * nodeCapacity + gap
export const keyIsRawAt = keySizeAt + 4 * nodeCapacity + gap
export const keyPoolCapacity = 4_194_304
export const keyPoolAt = keyIsRawAt + nodeCapacity + gap
export const leftOutSets = 4_096
export const leftOutAt = keyPoolAt + keyPoolCapacity + gap

/** Nodes of keys that were found lately, by a hash of 12 bits of the kernel's own. */
export const recentSlots = 4_096
export const recentAt = leftOutAt + 16 * leftOutSets + gap

export const tableCapacity = 4_096
export const rowsBegunAt = recentAt + 4 * recentSlots + gap
export const rowNodeAt = rowsBegunAt + 4 * tableCapacity + gap
export const markedRowsAt = rowNodeAt + 4 * tableCapacity + gap
export const columnsOfTableAt = markedRowsAt + 4 * tableCapacity + gap
export const isListTableAt = columnsOfTableAt + 4 * tableCapacity + gap

/** What one column's values of a batch become, a slice at a time: places in the batch, then what the kernel makes of them. */
export const sliceCapacity = 8_192
export const sliceOrderAt = isListTableAt + tableCapacity + gap
export const slicePositionAt = sliceOrderAt + 4 * sliceCapacity + gap
export const sliceCodeAt = slicePositionAt + 2 * sliceCapacity + gap
export const sliceHashAt = sliceCodeAt + 2 * sliceCapacity + gap
export const sliceEndAt = sliceHashAt + 4 * sliceCapacity + gap
export const sliceNumberAt = sliceEndAt + 4 * sliceCapacity + gap
export const sliceFoldedAt = sliceNumberAt + 8 * sliceCapacity + gap
export const sliceSlots = 16_384
export const sliceSlotAt = sliceFoldedAt + 4 * sliceCapacity + gap
export const sliceByteCapacity = 262_144
export const sliceBytesAt = sliceSlotAt + 2 * sliceSlots + gap
export const memoryEnd = sliceBytesAt + sliceByteCapacity + gap

/** The integers, by name. */
export const stateIs = 0
export const depthIs = 1
export const nodeIs = 2
export const rowIs = 3
export const valuesLengthIs = 4
export const rowsLengthIs = 5
export const isLinesIs = 6
export const isLearningIs = 7
export const maxDepthIs = 8
export const maxScalarBytesIs = 9
/** Position in the window at which the input ends. */
export const inputEndIs = 10
/** Of the slice at hand: different texts, the last row, and the most decimal places of a number (-1: unknown). */
export const sliceTextsIs = 11
export const sliceRowIs = 12
export const slicePlacesIs = 13
/** The scan will start again: of what is new only the kinds are of interest. */
export const isLostIs = 14
/** What else may be made: 0 no table, 1 none of lists, 2 any. */
export const tablesLeftIs = 15
/** Nodes, and the bytes of their keys; how many more of full tables the kernel may add. */
export const nodesIs = 16
export const keyBytesIs = 17
export const nodesLeftIs = 18
/** Columns of all tables; how many one table, and all, may have. */
export const columnsIs = 19
export const maxColumnsIs = 20
export const maxColumnsOverallIs = 21

/** The doubles, by name. */
export const rowSerialIs = 0
export const objectsIs = 1
export const rowsEverIs = 2
export const baseIs = 3
export const lineIs = 4
export const lineStartIs = 5
export const linesBegunIs = 6
export const maxLineBytesIs = 7
export const maxKeysIs = 8
export const maxReferenceBytesIs = 9
