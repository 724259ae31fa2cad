import QtQuick

// Section headings and door numbers.
Label {
    token: "heading"
    strong: true
    Accessible.role: Accessible.Heading
}
