/** What its user got wrong: the message is enough. */
export class WrongUse extends Error {}
