"""What a scanner brings: the text of a card, and the burst in which it comes."""

CARD = "001199004325||Lê Thị Thử|06051999|Nữ|Thôn 3, xã Suối Trong|01012022"
"""The text of an identity card's QR; number and person are invented."""
PASTE = """text => {
  const data = new DataTransfer();
  data.setData('text', text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })) }"""
