import QtQuick

// A grade the street has set: shape by rank, colour by choice, the name beside it.
StateMark {
    id: grade

    property int rank: 1

    shape: "grade" + Math.max(1, Math.min(4, grade.rank))
    role: "late"
}
