export { storeErrors } from '../errors.js'
