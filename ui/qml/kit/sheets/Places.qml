import QtQuick
import kit

// The shell around a sheet, with the worker's places.
Shell {
    items: [
        { key: "today", text: "今天", icon: "today" },
        { key: "doors", text: "装户图", icon: "doors" },
        { key: "diary", text: "日记", icon: "diary" },
        { key: "issues", text: "事项", icon: "issues" },
        { key: "find", text: "找", icon: "find" },
        { key: "sync", text: "同步", icon: "sync", badge: 6, foot: true },
        { key: "me", text: "我的", icon: "me", foot: true },
        { key: "cover", text: "遮一下", icon: "cover", foot: true }
    ]
    isDemo: true
}
