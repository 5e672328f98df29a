/** Folder of the project that holds the states of environments whose state is local. */
export const LOCAL_STATES = ".terraform-state";
