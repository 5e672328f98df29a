/** An element with a text; nothing in the text is read as HTML. */
export function element(name: string, text: string, className = ""): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  if (className !== "") made.className = className;
  return made;
}

/** What the two lines of a chart are. */
export function legend(first: string, second: string): HTMLElement {
  const made = element("p", "", "legend");
  made.append(element("span", first), element("span", second, "second"));
  return made;
}
