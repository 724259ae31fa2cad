"""Surnames that are read in their own way, and surnames of more than one character.

Pinyin is written without tones and ü as v, as people type it.
"""

from __future__ import annotations

POLYPHONES: dict[str, str] = dict(
    pair.split(":")
    for pair in (
        "单:shan 曾:zeng 仇:qiu 查:zha 解:xie 朴:piao 区:ou 盖:ge 翟:zhai 任:ren "
        "缪:miao 尉:wei 乐:yue 员:yun 秘:bi 折:she 召:shao 种:chong 冼:xian 洗:xian "
        "燕:yan 应:ying 宁:ning 隗:wei 纪:ji 葛:ge 哈:ha 句:gou 那:na 黑:he 盛:sheng "
        "谌:chen 覃:qin 撒:sa 繁:po 逄:pang 过:guo 牟:mou 褚:chu 贾:jia 柏:bai 车:che "
        "万:wan 莘:shen 祭:zhai 佴:nai 都:du 阚:kan 卜:bu 行:xing 臧:zang 郗:xi "
        "长:chang 朝:chao 干:gan 藏:zang 曲:qu 瞿:qu 相:xiang 侯:hou 宿:su 薄:bo "
        "粘:nian 厍:she 晏:yan 炅:gui 乜:nie 妫:gui 操:cao 殷:yin 仉:zhang 能:nai "
        "贲:ben 费:fei 郇:xun 钭:tou 亓:qi 逯:lu 恽:yun 俞:yu 石:shi 沈:shen 呙:guo "
        "逢:pang 覀:xi 佟:tong 谷:gu 尤:you 重:chong 洼:wa 便:bian 称:cheng 少:shao "
        "占:zhan 奇:qi 幺:yao 卒:zu 泊:bo 宓:mi 訾:zi 眭:sui 郄:qie 庹:tuo 拓:tuo "
        "禚:zhuo 邸:di 藉:ji 麴:qu 仝:tong 晁:chao 阙:que 合:ge 巷:xiang 无:wu 吾:wu"
    ).split()
)

COMPOUNDS: dict[str, str] = dict(
    pair.split(":")
    for pair in (
        "尉迟:yu'chi 万俟:mo'qi 单于:chan'yu 澹台:tan'tai 长孙:zhang'sun 宰父:zai'fu "
        "鲜于:xian'yu 乐正:yue'zheng 夹谷:jia'gu 谷梁:gu'liang 亓官:qi'guan 拓跋:tuo'ba "
        "令狐:ling'hu 尉犁:yu'li 欧阳:ou'yang 上官:shang'guan 皇甫:huang'fu 诸葛:zhu'ge "
        "司马:si'ma 司徒:si'tu 司空:si'kong 公孙:gong'sun 仲孙:zhong'sun 轩辕:xuan'yuan "
        "宇文:yu'wen 慕容:mu'rong 夏侯:xia'hou 端木:duan'mu 东方:dong'fang 独孤:du'gu "
        "南宫:nan'gong 西门:xi'men 东郭:dong'guo 百里:bai'li 呼延:hu'yan 闻人:wen'ren "
        "赫连:he'lian 淳于:chun'yu 太叔:tai'shu 申屠:shen'tu 钟离:zhong'li "
        "宗政:zong'zheng 濮阳:pu'yang 公冶:gong'ye 公羊:gong'yang 公西:gong'xi "
        "公良:gong'liang 左丘:zuo'qiu 梁丘:liang'qiu 闾丘:lv'qiu 漆雕:qi'diao "
        "巫马:wu'ma 段干:duan'gan 羊舌:yang'she 微生:wei'sheng 第五:di'wu 完颜:wan'yan "
        "纳兰:na'lan 哥舒:ge'shu 东门:dong'men 南门:nan'men 即墨:ji'mo 壤驷:rang'si "
        "颛孙:zhuan'sun 子车:zi'ju 佟佳:tong'jia 叶赫:ye'he 爱新觉罗:ai'xin'jue'luo"
    ).split()
)


def compound_surname(name: str) -> str | None:
    """Return the surname of two or four characters that a given name follows."""
    for length in (4, 2):
        if name[:length] in COMPOUNDS and len(name) > length:
            return name[:length]
    return None
