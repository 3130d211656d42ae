/** What a container is to the scan, as frames.ts names it. */
export const inObject: i32 = 0
export const inKeptObject: i32 = 1
export const inMap: i32 = 2
export const inRows: i32 = 3
export const inUndecided: i32 = 4
export const inKeptArray: i32 = 5
