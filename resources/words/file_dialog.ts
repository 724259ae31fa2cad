<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>FileDialog</name>
    <message>
        <source>File name</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>哪一种</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上一层</translation>
    </message>
    <message>
        <source>Add Favorite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Overwrite file?</source>
        <translation>换掉原来的？</translation>
    </message>
    <message>
        <source>“%1” already exists.
Do you want to replace it?</source>
        <translation>“%1”已经有了。
用新的换掉它吗？</translation>
    </message>
</context>
<context>
    <name>SideBar</name>
    <message>
        <source>Add Favorite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Remove Favorite</source>
        <translation>不再收藏</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>All Files (*)</source>
        <translation>全部文件 (*)</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>&amp;Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>不</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>算了</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>存这里</translation>
    </message>
</context>
<context>
    <name>QStandardPaths</name>
    <message>
        <source>Home</source>
        <translation>主文件夹</translation>
    </message>
    <message>
        <source>Desktop</source>
        <translation>桌面</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Movies</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Music</source>
        <translation>音乐</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
</context>
</TS>
