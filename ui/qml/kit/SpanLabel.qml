import QtQuick

// A sentence whose parts differ: {text, strong, dim, mark, link} each; nothing in it is markup.
Label {
    id: label

    property list<var> spans: []
    readonly property string plain: label.spans.map(span => span.text).join("")

    signal followed(link: string)

    textFormat: Text.StyledText
    linkColor: Theme.accent
    text: label.spans.map(span => label.dressed(span)).join("")
    Accessible.name: label.plain
    onLinkActivated: link => label.followed(decodeURIComponent(link))

    function dressed(span: var): string {
        let words = span.text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/\n/g, "<br>");
        // Of several spaces only these are drawn.
        words = words.replace(/\u2003/g, "&nbsp;&nbsp;");
        if (span.strong || span.link || span.mark)
            words = "<b>" + words + "</b>";
        if (span.mark)
            words = `<u><font color="${Theme.accent}">${words}</font></u>`;
        if (span.dim)
            words = `<font color="${Theme.ink2}">${words}</font>`;
        if (span.link)
            words = `<a href="${encodeURIComponent(span.link)}">${words}</a>`;
        return words;
    }
}
