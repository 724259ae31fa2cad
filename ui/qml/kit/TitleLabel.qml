import QtQuick

// The title of a screen, a figure in a card.
Label {
    token: "title"
    strong: true
    Accessible.role: Accessible.Heading
}
