import QtQuick

// A row of two lines.
ListRow {
    id: row

    implicitHeight: Math.max(Theme.rowTallHeight, row.implicitContentHeight + Theme.s3)
}
