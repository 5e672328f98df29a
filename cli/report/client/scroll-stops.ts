/** Only frames with more than they show are stops of the Tab key: arrow keys scroll them. */
export function stopAtWhatScrolls(): void {
  const frames = [...document.querySelectorAll<HTMLElement>(".scroll")];
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  for (const frame of frames) observer.observe(frame);
}
